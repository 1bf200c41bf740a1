package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttpTest extends HttpContract {
    SharedNioHttpTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
