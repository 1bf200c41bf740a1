package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollTcpTest extends TcpContract {
    PerCoreEpollTcpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
