package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttp2EndingTest extends Http2EndingContract {
    PerCoreEpollHttp2EndingTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
