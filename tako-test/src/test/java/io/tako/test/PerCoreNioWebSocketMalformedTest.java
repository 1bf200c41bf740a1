package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioWebSocketMalformedTest extends WebSocketMalformedContract {
    PerCoreNioWebSocketMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
