package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringWebSocketDeflateTest extends WebSocketDeflateContract {
    SharedIoUringWebSocketDeflateTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
