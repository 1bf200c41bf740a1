package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringSseTest extends SseContract {
    SharedIoUringSseTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
