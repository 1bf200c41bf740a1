package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    SharedIoUringWebSocketOverHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
