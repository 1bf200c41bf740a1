package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollExecutionTest extends ExecutionContract {
    SharedEpollExecutionTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
