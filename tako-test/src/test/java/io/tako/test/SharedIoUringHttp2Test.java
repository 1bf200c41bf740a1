package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttp2Test extends Http2Contract {
    SharedIoUringHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
