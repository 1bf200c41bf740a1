package io.tako.udp;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A datagram that came. Belongs to its handler; it may be kept. */
public interface Datagram {

    /** Who sent it, as the packet says: anybody can write any address there. */
    InetSocketAddress sender();

    /** What it holds; the array is the handler's. */
    byte[] bytes();

    /** What it holds, read as UTF-8; what is none is replaced by U+FFFD. */
    default String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The socket it came by. */
    UdpSocket socket();

    /** Answers the sender, as {@link UdpSocket#send} does. */
    default boolean reply(byte[] bytes) {
        return socket().send(sender(), bytes);
    }
}
