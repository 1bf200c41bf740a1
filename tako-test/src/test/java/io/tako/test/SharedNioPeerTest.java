package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioPeerTest extends Http1PeerContract {
    SharedNioPeerTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
