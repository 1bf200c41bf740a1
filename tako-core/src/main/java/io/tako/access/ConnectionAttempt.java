package io.tako.access;

import io.tako.http.ProxyHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to connect.
 *
 * @param listener the name of the listener
 * @param transport what the peer came by
 * @param source where it comes from: the PROXY header tells it, or else the socket
 * @param destination where it connected to, told the same way
 * @param proxy the PROXY header it came with; null without one
 */
public record ConnectionAttempt(
        String listener,
        Transport transport,
        SocketAddress source,
        SocketAddress destination,
        @Nullable ProxyHeader proxy) {

    public ConnectionAttempt {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
    }

    /** The IP address of the source; null if it has none, as the peer of a Unix domain socket. */
    public @Nullable InetAddress sourceAddress() {
        return source instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }
}
