package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioTcpLimitsTest extends TcpLimitsContract {
    PerCoreNioTcpLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
