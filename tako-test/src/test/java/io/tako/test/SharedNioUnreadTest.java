package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioUnreadTest extends Http1UnreadContract {
    SharedNioUnreadTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
