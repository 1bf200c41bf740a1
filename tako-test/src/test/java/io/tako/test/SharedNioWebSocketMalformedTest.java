package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioWebSocketMalformedTest extends WebSocketMalformedContract {
    SharedNioWebSocketMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
