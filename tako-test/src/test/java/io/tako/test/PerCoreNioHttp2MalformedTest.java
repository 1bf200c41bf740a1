package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttp2MalformedTest extends Http2MalformedContract {
    PerCoreNioHttp2MalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
