package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    SharedEpollWebSocketOverHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
