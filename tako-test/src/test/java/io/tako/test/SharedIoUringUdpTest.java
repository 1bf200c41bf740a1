package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringUdpTest extends UdpContract {
    SharedIoUringUdpTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
