package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttpTest extends HttpContract {
    SharedIoUringHttpTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
