package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollDrainTest extends DrainContract {
    SharedEpollDrainTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
