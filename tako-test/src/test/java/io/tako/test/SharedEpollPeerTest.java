package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollPeerTest extends Http1PeerContract {
    SharedEpollPeerTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
