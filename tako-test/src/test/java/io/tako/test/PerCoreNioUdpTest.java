package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioUdpTest extends UdpContract {
    PerCoreNioUdpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
