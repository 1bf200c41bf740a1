package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringProxyProtocolTest extends ProxyProtocolContract {
    SharedIoUringProxyProtocolTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
