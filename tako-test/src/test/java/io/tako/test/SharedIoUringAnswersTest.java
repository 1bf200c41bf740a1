package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringAnswersTest extends HttpAnswersContract {
    SharedIoUringAnswersTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
