package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollWebSocketDeflateTest extends WebSocketDeflateContract {
    PerCoreEpollWebSocketDeflateTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
