package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollSseTest extends SseContract {
    SharedEpollSseTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
