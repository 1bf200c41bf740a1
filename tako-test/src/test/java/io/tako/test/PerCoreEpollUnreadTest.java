package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollUnreadTest extends Http1UnreadContract {
    PerCoreEpollUnreadTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
