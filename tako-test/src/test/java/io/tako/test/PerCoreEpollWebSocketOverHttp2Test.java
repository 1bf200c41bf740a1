package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    PerCoreEpollWebSocketOverHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
