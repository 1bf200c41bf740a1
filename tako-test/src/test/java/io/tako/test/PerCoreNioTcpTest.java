package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioTcpTest extends TcpContract {
    PerCoreNioTcpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
