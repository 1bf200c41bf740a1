package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringUnixTest extends UnixContract {
    SharedIoUringUnixTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
