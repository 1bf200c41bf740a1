package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioWebSocketTest extends WebSocketContract {
    PerCoreNioWebSocketTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
