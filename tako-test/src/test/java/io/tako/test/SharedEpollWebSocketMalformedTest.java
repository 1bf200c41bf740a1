package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollWebSocketMalformedTest extends WebSocketMalformedContract {
    SharedEpollWebSocketMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
