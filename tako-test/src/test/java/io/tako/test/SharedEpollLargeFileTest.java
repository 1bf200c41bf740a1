package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollLargeFileTest extends LargeFileContract {
    SharedEpollLargeFileTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
