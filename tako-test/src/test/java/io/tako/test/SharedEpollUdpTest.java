package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollUdpTest extends UdpContract {
    SharedEpollUdpTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
