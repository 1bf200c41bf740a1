package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollUnixTest extends UnixContract {
    SharedEpollUnixTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
