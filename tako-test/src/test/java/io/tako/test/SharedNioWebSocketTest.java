package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioWebSocketTest extends WebSocketContract {
    SharedNioWebSocketTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
