package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringLimitsTest extends Http1LimitsContract {
    SharedIoUringLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
