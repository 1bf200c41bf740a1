package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioTcpLimitsTest extends TcpLimitsContract {
    SharedNioTcpLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
