package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioWebSocketLimitsTest extends WebSocketLimitsContract {
    SharedNioWebSocketLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
