package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringWebSocketMalformedTest extends WebSocketMalformedContract {
    PerCoreIoUringWebSocketMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
