package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollWebSocketTest extends WebSocketContract {
    SharedEpollWebSocketTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
