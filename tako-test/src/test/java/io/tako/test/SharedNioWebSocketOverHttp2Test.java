package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    SharedNioWebSocketOverHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
