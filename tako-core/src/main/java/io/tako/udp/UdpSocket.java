package io.tako.udp;

import java.net.InetSocketAddress;

/** A socket of a listener. Safe for any thread, and may be kept. */
public interface UdpSocket {

    /** The address it is bound to. */
    InetSocketAddress localAddress();

    /** The index of the core (event loop) that owns it, from 0. */
    int core();

    /**
     * Sends a datagram, without waiting; the array must not change afterwards. As with all of UDP,
     * true is no promise that it arrives.
     *
     * @return false if it was dropped and counted, because as much as the listener's send window
     *     holds is on its way already, or the socket is closed
     */
    boolean send(InetSocketAddress to, byte[] bytes);
}
