package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttp2Test extends Http2Contract {
    SharedEpollHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
