package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringUdpTest extends UdpContract {
    PerCoreIoUringUdpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
