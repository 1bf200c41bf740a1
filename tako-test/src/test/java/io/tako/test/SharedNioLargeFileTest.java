package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioLargeFileTest extends LargeFileContract {
    SharedNioLargeFileTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
