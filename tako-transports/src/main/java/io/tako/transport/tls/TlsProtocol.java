package io.tako.transport.tls;

import io.netty.channel.Channel;
import io.tako.transport.spine.CoreState;

/** Makes an accepted channel do a TLS handshake, and then speak the protocol it settled. */
public final class TlsProtocol {

    private TlsProtocol() {}

    /** Adds the handlers of one connection. On its event loop. */
    public static void install(
            Channel channel, CoreState state, ServerTls tls, NegotiatedProtocol protocol) {
        RenegotiationGuard guard = new RenegotiationGuard();
        TlsConnection connection = new TlsConnection(state.spine(), tls, protocol, guard);
        channel.pipeline().addLast(guard);
        channel.pipeline().addLast(new FirstByte(connection));
        channel.pipeline().addLast(connection);
    }
}
