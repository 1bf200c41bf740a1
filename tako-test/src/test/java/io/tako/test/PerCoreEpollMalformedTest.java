package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollMalformedTest extends Http1MalformedContract {
    PerCoreEpollMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
