package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollUnixTest extends UnixContract {
    PerCoreEpollUnixTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
