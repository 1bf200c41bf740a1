package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringWebSocketOverHttp2Test extends WebSocketOverHttp2Contract {
    PerCoreIoUringWebSocketOverHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
