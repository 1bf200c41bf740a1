package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringAnswersTest extends HttpAnswersContract {
    PerCoreIoUringAnswersTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
