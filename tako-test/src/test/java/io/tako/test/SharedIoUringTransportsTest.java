package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringTransportsTest extends TransportsContract {
    SharedIoUringTransportsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
