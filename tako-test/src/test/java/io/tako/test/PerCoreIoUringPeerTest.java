package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreIoUringPeerTest extends Http1PeerContract {
    PerCoreIoUringPeerTest() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING);
    }
}
