package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringUnreadTest extends Http1UnreadContract {
    SharedIoUringUnreadTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
