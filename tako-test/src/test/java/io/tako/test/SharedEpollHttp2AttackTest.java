package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttp2AttackTest extends Http2AttackContract {
    SharedEpollHttp2AttackTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
