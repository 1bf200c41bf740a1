package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttpsTest extends HttpsContract {
    SharedIoUringHttpsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
