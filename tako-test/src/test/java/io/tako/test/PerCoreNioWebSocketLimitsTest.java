package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioWebSocketLimitsTest extends WebSocketLimitsContract {
    PerCoreNioWebSocketLimitsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
