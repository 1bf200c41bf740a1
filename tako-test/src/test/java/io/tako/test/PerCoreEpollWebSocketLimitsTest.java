package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollWebSocketLimitsTest extends WebSocketLimitsContract {
    PerCoreEpollWebSocketLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
