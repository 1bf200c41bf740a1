package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringCompressionTest extends CompressionContract {
    SharedIoUringCompressionTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
