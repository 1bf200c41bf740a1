package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringDrainTest extends DrainContract {
    PerCoreIoUringDrainTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
