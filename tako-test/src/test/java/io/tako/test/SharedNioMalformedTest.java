package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioMalformedTest extends Http1MalformedContract {
    SharedNioMalformedTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
