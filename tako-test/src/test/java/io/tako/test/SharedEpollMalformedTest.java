package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollMalformedTest extends Http1MalformedContract {
    SharedEpollMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
