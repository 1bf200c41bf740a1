package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringCountsTest extends CountsContract {
    PerCoreIoUringCountsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
