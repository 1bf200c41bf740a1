package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioExecutionTest extends ExecutionContract {
    SharedNioExecutionTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
