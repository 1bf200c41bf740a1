package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollLimitsTest extends Http1LimitsContract {
    SharedEpollLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
