package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttp2AttackTest extends Http2AttackContract {
    PerCoreEpollHttp2AttackTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
