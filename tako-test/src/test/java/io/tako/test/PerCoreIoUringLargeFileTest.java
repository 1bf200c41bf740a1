package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringLargeFileTest extends LargeFileContract {
    PerCoreIoUringLargeFileTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
