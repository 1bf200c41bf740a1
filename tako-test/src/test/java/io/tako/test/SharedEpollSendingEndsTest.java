package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollSendingEndsTest extends SendingEndsContract {
    SharedEpollSendingEndsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
