package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollProxyProtocolTest extends ProxyProtocolContract {
    SharedEpollProxyProtocolTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
