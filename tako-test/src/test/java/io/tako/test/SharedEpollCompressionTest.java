package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollCompressionTest extends CompressionContract {
    SharedEpollCompressionTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
