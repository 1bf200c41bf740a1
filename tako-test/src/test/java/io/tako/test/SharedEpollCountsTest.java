package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollCountsTest extends CountsContract {
    SharedEpollCountsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
