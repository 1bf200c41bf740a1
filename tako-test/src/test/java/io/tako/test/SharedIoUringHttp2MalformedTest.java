package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttp2MalformedTest extends Http2MalformedContract {
    SharedIoUringHttp2MalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
