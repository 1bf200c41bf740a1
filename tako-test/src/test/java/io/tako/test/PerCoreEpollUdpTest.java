package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollUdpTest extends UdpContract {
    PerCoreEpollUdpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
