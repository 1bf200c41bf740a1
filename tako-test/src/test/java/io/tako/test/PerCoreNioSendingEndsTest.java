package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioSendingEndsTest extends SendingEndsContract {
    PerCoreNioSendingEndsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
