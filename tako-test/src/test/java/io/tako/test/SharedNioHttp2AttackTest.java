package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttp2AttackTest extends Http2AttackContract {
    SharedNioHttp2AttackTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
