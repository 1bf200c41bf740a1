package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollTransportsTest extends TransportsContract {
    SharedEpollTransportsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
