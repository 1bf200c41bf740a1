package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringAcceptTest extends AcceptContract {
    SharedIoUringAcceptTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
