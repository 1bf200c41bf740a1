package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringMalformedTest extends Http1MalformedContract {
    PerCoreIoUringMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
