package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringExecutionTest extends ExecutionContract {
    SharedIoUringExecutionTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
