package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioCountsTest extends CountsContract {
    SharedNioCountsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
