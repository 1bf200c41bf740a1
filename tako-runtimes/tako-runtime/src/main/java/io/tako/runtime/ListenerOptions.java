package io.tako.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one listener's sockets are set up.
 *
 * @param backlog connections the system keeps ready to be accepted, 1 or more; the system's own
 *     bound ({@code somaxconn} on Linux) applies
 * @param reuseAddress whether a port in {@code TIME_WAIT} may be bound
 * @param tcpNoDelay whether small writes leave at once
 * @param keepAlive whether the system probes idle peers
 * @param receiveBuffer bytes of the socket receive buffer; null for the system's choice
 * @param sendBuffer bytes of the socket send buffer; null for the system's choice
 * @param reusePort whether the per-core runtime opens one socket per core; the shared runtime
 *     always opens one
 */
public record ListenerOptions(
        int backlog,
        boolean reuseAddress,
        boolean tcpNoDelay,
        boolean keepAlive,
        @Nullable Integer receiveBuffer,
        @Nullable Integer sendBuffer,
        ReusePort reusePort) {

    /** Whether each core gets a listening socket of its own. */
    public enum ReusePort {
        /** One socket per core where the system balances connections over them. */
        AUTO,
        /** One socket; its connections are dealt to the cores in turn. */
        OFF
    }

    /**
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public ListenerOptions {
        Objects.requireNonNull(reusePort, "reusePort");
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: >= 1)");
        }
        requirePositive(receiveBuffer, "receiveBuffer");
        requirePositive(sendBuffer, "sendBuffer");
    }

    private static void requirePositive(@Nullable Integer bytes, String name) {
        if (bytes != null && bytes < 1) {
            throw new IllegalArgumentException(name + ": " + bytes + " (expected: >= 1)");
        }
    }

    /** Backlog 1,024, address reuse, no delay, no keep-alive probes, one socket per core. */
    public static ListenerOptions defaults() {
        return new ListenerOptions(1_024, true, true, false, null, null, ReusePort.AUTO);
    }

    /** The same with another backlog. */
    public ListenerOptions withBacklog(int backlog) {
        return new ListenerOptions(
                backlog, reuseAddress, tcpNoDelay, keepAlive, receiveBuffer, sendBuffer, reusePort);
    }

    /** The same with another choice about one socket per core. */
    public ListenerOptions withReusePort(ReusePort reusePort) {
        return new ListenerOptions(
                backlog, reuseAddress, tcpNoDelay, keepAlive, receiveBuffer, sendBuffer, reusePort);
    }
}
