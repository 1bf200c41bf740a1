package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringSendingEndsTest extends SendingEndsContract {
    SharedIoUringSendingEndsTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
