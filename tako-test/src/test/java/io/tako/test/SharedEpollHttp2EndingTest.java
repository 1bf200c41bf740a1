package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttp2EndingTest extends Http2EndingContract {
    SharedEpollHttp2EndingTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
