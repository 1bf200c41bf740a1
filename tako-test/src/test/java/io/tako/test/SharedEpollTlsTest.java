package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollTlsTest extends TlsContract {
    SharedEpollTlsTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
