package io.tako.runtime;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;

/** The open sockets of one listener of datagrams. */
public interface BoundDatagrams extends AutoCloseable {

    /** The address peers send to; a port asked for as 0 is the port the system chose. */
    InetSocketAddress localAddress();

    /** The sockets, each of them on the event loop of one core. */
    List<Channel> sockets();

    /**
     * How many datagrams the system has dropped because a receive buffer was full, as far as it
     * tells (Linux); 0 elsewhere. Reads a file, so not for a core. Goes on to tell the last number
     * after the sockets are closed.
     */
    long drops();

    /** How datagrams reach the cores, in the words of the start-up line. */
    String describe();

    /** Closes the sockets and returns when they are closed. Waits, so never on a core. */
    @Override
    void close();
}
