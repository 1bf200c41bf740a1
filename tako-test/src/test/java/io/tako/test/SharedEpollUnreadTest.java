package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollUnreadTest extends Http1UnreadContract {
    SharedEpollUnreadTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
