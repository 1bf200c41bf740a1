package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioLargeFileTest extends LargeFileContract {
    PerCoreNioLargeFileTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
