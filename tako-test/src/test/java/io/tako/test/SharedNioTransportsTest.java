package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioTransportsTest extends TransportsContract {
    SharedNioTransportsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
