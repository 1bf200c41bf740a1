package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttp2EndingTest extends Http2EndingContract {
    PerCoreNioHttp2EndingTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
