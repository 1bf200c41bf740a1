package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioSseTest extends SseContract {
    SharedNioSseTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
