package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttp2Test extends Http2Contract {
    PerCoreNioHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
