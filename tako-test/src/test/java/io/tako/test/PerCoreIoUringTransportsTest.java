package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringTransportsTest extends TransportsContract {
    PerCoreIoUringTransportsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
