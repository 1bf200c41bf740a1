package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollHttp2Test extends Http2Contract {
    PerCoreEpollHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
