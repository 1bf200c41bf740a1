package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    PerCoreNioWebSocketOverHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
