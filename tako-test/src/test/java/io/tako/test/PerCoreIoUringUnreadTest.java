package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringUnreadTest extends Http1UnreadContract {
    PerCoreIoUringUnreadTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
