package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollSseTest extends SseContract {
    PerCoreEpollSseTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
