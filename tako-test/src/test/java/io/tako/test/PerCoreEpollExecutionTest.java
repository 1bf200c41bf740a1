package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollExecutionTest extends ExecutionContract {
    PerCoreEpollExecutionTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
