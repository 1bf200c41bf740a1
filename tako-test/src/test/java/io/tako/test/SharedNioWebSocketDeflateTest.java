package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioWebSocketDeflateTest extends WebSocketDeflateContract {
    SharedNioWebSocketDeflateTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
