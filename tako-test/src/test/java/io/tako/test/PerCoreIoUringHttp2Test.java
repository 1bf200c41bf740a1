package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringHttp2Test extends Http2Contract {
    PerCoreIoUringHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
