package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollWebSocketLimitsTest extends WebSocketLimitsContract {
    SharedEpollWebSocketLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
