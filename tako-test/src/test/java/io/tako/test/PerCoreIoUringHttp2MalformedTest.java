package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringHttp2MalformedTest extends Http2MalformedContract {
    PerCoreIoUringHttp2MalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
