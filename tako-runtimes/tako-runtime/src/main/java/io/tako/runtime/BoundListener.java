package io.tako.runtime;

import java.net.SocketAddress;

/** An open listener: one socket, or one per core. */
public interface BoundListener extends AutoCloseable {

    /** The address peers connect to; a port asked for as 0 is the port the system chose. */
    SocketAddress localAddress();

    /**
     * Closes the listening sockets and returns when they are closed. Connections already accepted
     * live on. Idempotent.
     */
    void stopAccepting();

    /** The same as {@link #stopAccepting()}: accepted connections belong to their transport. */
    @Override
    default void close() {
        stopAccepting();
    }

    /** Whether every core has a listening socket of its own. */
    boolean perCoreSockets();

    /** How connections reach the cores, in the words of the start-up line. */
    String describe();
}
