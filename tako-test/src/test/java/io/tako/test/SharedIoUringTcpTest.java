package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringTcpTest extends TcpContract {
    SharedIoUringTcpTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
