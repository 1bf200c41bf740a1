package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringExecutionTest extends ExecutionContract {
    PerCoreIoUringExecutionTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
