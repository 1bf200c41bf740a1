package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringTlsTest extends TlsContract {
    SharedIoUringTlsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
