package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringCountsTest extends CountsContract {
    SharedIoUringCountsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
