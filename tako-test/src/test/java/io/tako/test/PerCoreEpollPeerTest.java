package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollPeerTest extends Http1PeerContract {
    PerCoreEpollPeerTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
