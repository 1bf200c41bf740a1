package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttpTest extends HttpContract {
    SharedEpollHttpTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
