package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollDrainTest extends DrainContract {
    PerCoreEpollDrainTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
