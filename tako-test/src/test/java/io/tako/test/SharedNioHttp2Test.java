package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttp2Test extends Http2Contract {
    SharedNioHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
