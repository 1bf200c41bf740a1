package io.tako.runtime;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a channel of datagrams cannot: those without content, which Netty 4.2.18 drops on
 * epoll and NIO while it calls them sent, and those that are to leave from a certain address of
 * this machine. Belongs to the channel's event loop.
 */
public interface DatagramSender {

    /** How a datagram that was handed over fared. */
    enum Outcome {
        SENT,
        /** The system has no room for it now, and may have soon. */
        LATER
    }

    /**
     * Hands one datagram to the system.
     *
     * @param from the address of this machine it is to leave from; null for the system's choice.
     *     Only where {@link #choosesAddress}
     * @throws IOException if the system refuses it
     */
    Outcome send(InetSocketAddress to, byte[] bytes, @Nullable InetAddress from) throws IOException;

    /** Whether it sends from an address that it is told. */
    boolean choosesAddress();

    /**
     * The sender of a channel that was made by {@link TakoRuntime#bindDatagrams}; null where the
     * channel itself sends everything, or nothing else can.
     */
    static @Nullable DatagramSender of(Channel channel) {
        return channel.attr(SenderAttribute.KEY).get();
    }
}
