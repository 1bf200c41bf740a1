package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringProxyProtocolTest extends ProxyProtocolContract {
    PerCoreIoUringProxyProtocolTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
