package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollProxyProtocolTest extends ProxyProtocolContract {
    PerCoreEpollProxyProtocolTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
