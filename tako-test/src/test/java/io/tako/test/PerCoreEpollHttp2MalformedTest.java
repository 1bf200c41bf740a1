package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttp2MalformedTest extends Http2MalformedContract {
    PerCoreEpollHttp2MalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
