package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttp2MalformedTest extends Http2MalformedContract {
    SharedNioHttp2MalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
