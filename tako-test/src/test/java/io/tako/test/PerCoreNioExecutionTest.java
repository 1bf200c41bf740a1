package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioExecutionTest extends ExecutionContract {
    PerCoreNioExecutionTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
