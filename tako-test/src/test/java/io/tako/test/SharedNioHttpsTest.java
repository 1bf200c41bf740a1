package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioHttpsTest extends HttpsContract {
    SharedNioHttpsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
