package io.tako.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Attempts to connect, by their source. */
final class Attempts {

    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 8080);

    private Attempts() {}

    static ConnectionAttempt from(String address) {
        return from(new InetSocketAddress(InetAddress.ofLiteral(address), 50_000));
    }

    static ConnectionAttempt from(SocketAddress source) {
        return new ConnectionAttempt("primary", Transport.TCP, source, HERE, null);
    }
}
