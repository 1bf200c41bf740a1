package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringWebSocketLimitsTest extends WebSocketLimitsContract {
    SharedIoUringWebSocketLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
