package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioCountsTest extends CountsContract {
    PerCoreNioCountsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
