package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringPeerTest extends Http1PeerContract {
    SharedIoUringPeerTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
