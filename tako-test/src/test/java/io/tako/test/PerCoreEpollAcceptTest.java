package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollAcceptTest extends AcceptContract {
    PerCoreEpollAcceptTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
