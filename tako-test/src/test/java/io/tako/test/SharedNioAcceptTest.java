package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioAcceptTest extends AcceptContract {
    SharedNioAcceptTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
