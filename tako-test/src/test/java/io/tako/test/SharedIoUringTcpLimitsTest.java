package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringTcpLimitsTest extends TcpLimitsContract {
    SharedIoUringTcpLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
