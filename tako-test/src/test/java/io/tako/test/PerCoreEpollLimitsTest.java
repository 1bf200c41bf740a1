package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollLimitsTest extends Http1LimitsContract {
    PerCoreEpollLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
