package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttp2EndingTest extends Http2EndingContract {
    SharedIoUringHttp2EndingTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
