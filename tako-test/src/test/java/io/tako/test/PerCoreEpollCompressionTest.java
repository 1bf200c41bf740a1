package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollCompressionTest extends CompressionContract {
    PerCoreEpollCompressionTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
