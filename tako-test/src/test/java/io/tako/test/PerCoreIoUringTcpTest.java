package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringTcpTest extends TcpContract {
    PerCoreIoUringTcpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
