package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollTcpTest extends TcpContract {
    SharedEpollTcpTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
