package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringLargeFileTest extends LargeFileContract {
    SharedIoUringLargeFileTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
