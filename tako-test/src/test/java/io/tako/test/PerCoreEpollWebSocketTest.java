package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollWebSocketTest extends WebSocketContract {
    PerCoreEpollWebSocketTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
