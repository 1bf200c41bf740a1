package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioUnreadTest extends Http1UnreadContract {
    PerCoreNioUnreadTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
