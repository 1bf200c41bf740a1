package io.tako.runtime;

import java.net.SocketAddress;
import java.time.Duration;

/** An open listener: one socket, or one per core. */
public interface BoundListener extends AutoCloseable {

    /** The address peers connect to; a port asked for as 0 is the port the system chose. */
    SocketAddress localAddress();

    /**
     * Closes the listening sockets and returns when they are closed. Connections already accepted
     * live on. Idempotent.
     */
    void stopAccepting();

    /**
     * Accepts every peer that is connected or connecting, then closes the listening sockets, so
     * that no peer meets a reset. Where the system can be told (Linux, with native access), peers
     * that come meanwhile are neither accepted nor refused: they try again a second later. Returns
     * when all that was accepted is registered with its core. At an inherited socket nobody else is
     * accepted: peers wait there for the next process that has it. Waits, so never on a core.
     *
     * @param limit how long to wait for handshakes that a peer has left unfinished
     * @return whether nobody can have been lost; false if that could not be told, or the limit came
     *     first
     */
    boolean finishAccepting(Duration limit);

    /** How often the system could not accept, for want of file descriptors, say. */
    long acceptFailures();

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
