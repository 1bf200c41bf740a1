package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioUnixTest extends UnixContract {
    SharedNioUnixTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
