package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollLargeFileTest extends LargeFileContract {
    PerCoreEpollLargeFileTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
