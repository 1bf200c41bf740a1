package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringHttp2AttackTest extends Http2AttackContract {
    PerCoreIoUringHttp2AttackTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
