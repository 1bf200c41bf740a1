package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringUpgradeTest extends Http1UpgradeContract {
    PerCoreIoUringUpgradeTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
