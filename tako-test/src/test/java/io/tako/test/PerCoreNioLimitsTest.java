package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioLimitsTest extends Http1LimitsContract {
    PerCoreNioLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
