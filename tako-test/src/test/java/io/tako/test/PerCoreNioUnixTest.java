package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioUnixTest extends UnixContract {
    PerCoreNioUnixTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
