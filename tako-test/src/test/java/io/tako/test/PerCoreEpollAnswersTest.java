package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollAnswersTest extends HttpAnswersContract {
    PerCoreEpollAnswersTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
