package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringMalformedTest extends Http1MalformedContract {
    SharedIoUringMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
