package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringHttp2AttackTest extends Http2AttackContract {
    SharedIoUringHttp2AttackTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
