package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollCountsTest extends CountsContract {
    PerCoreEpollCountsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
