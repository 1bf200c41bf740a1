package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioProxyProtocolTest extends ProxyProtocolContract {
    PerCoreNioProxyProtocolTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
