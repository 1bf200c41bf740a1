package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttpTest extends HttpContract {
    PerCoreEpollHttpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
