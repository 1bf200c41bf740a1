package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollWebSocketDeflateTest extends WebSocketDeflateContract {
    SharedEpollWebSocketDeflateTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
