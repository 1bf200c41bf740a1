package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollTransportsTest extends TransportsContract {
    PerCoreEpollTransportsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
