package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollTcpLimitsTest extends TcpLimitsContract {
    SharedEpollTcpLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
