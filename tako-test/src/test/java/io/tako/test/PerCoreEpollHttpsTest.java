package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttpsTest extends HttpsContract {
    PerCoreEpollHttpsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
