package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttp2AttackTest extends Http2AttackContract {
    PerCoreNioHttp2AttackTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
