package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioUdpTest extends UdpContract {
    SharedNioUdpTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
