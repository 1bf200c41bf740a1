package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollUpgradeTest extends Http1UpgradeContract {
    SharedEpollUpgradeTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
