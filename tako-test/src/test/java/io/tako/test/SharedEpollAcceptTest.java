package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollAcceptTest extends AcceptContract {
    SharedEpollAcceptTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
