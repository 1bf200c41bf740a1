package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringWebSocketMalformedTest extends WebSocketMalformedContract {
    SharedIoUringWebSocketMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
