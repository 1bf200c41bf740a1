package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringUpgradeTest extends Http1UpgradeContract {
    SharedIoUringUpgradeTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
