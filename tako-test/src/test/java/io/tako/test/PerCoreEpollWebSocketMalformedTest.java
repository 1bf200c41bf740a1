package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollWebSocketMalformedTest extends WebSocketMalformedContract {
    PerCoreEpollWebSocketMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
