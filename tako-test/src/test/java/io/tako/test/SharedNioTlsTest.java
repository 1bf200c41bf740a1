package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioTlsTest extends TlsContract {
    SharedNioTlsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
