package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioWebSocketDeflateTest extends WebSocketDeflateContract {
    PerCoreNioWebSocketDeflateTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
