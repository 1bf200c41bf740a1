package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollSendingEndsTest extends SendingEndsContract {
    PerCoreEpollSendingEndsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
