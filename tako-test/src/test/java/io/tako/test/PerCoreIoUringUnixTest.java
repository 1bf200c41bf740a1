package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringUnixTest extends UnixContract {
    PerCoreIoUringUnixTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
