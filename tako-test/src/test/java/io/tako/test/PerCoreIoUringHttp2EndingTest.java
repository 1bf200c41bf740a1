package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringHttp2EndingTest extends Http2EndingContract {
    PerCoreIoUringHttp2EndingTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
