package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioSseTest extends SseContract {
    PerCoreNioSseTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
