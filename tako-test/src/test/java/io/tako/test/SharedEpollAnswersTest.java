package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollAnswersTest extends HttpAnswersContract {
    SharedEpollAnswersTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
