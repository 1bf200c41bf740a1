package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioTcpTest extends TcpContract {
    SharedNioTcpTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
