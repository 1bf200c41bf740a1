package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringDrainTest extends DrainContract {
    SharedIoUringDrainTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
