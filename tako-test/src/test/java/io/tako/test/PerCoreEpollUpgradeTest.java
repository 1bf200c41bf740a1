package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollUpgradeTest extends Http1UpgradeContract {
    PerCoreEpollUpgradeTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
