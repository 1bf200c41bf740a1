package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollHttp2MalformedTest extends Http2MalformedContract {
    SharedEpollHttp2MalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
