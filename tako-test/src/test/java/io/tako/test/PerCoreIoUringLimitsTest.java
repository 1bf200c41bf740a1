package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringLimitsTest extends Http1LimitsContract {
    PerCoreIoUringLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
