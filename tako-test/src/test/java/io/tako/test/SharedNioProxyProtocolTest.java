package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioProxyProtocolTest extends ProxyProtocolContract {
    SharedNioProxyProtocolTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
