package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringWebSocketTest extends WebSocketContract {
    SharedIoUringWebSocketTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
