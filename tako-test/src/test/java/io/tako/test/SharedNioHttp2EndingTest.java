package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttp2EndingTest extends Http2EndingContract {
    SharedNioHttp2EndingTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
