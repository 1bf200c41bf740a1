package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttpsTest extends HttpsContract {
    SharedEpollHttpsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
