package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollTcpLimitsTest extends TcpLimitsContract {
    PerCoreEpollTcpLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
