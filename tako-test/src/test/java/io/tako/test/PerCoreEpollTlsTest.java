package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollTlsTest extends TlsContract {
    PerCoreEpollTlsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
