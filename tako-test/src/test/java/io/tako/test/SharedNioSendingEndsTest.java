package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioSendingEndsTest extends SendingEndsContract {
    SharedNioSendingEndsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
