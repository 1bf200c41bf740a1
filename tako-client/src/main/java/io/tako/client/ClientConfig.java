package io.tako.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How many connections a client may have and how long it waits for one. Everything is counted for
 * each remote address on its own.
 *
 * @param maxConnections open connections to one address, at least 1. On the per-core runtime each
 *     core has an equal part of them, but at least one
 * @param maxPendingAcquires callers that may wait for a connection to one address while all are in
 *     use; further ones fail at once. Divided between cores as connections are; 0 lets nobody wait
 * @param pendingAcquireTimeout how long a caller waits for a connection before it fails; zero is no
 *     limit
 * @param idleTimeout how long a connection may be out of use before it is closed. It is looked for
 *     as often, so it may last twice as long; zero leaves it to the peer
 */
public record ClientConfig(
        int maxConnections,
        int maxPendingAcquires,
        Duration pendingAcquireTimeout,
        Duration idleTimeout) {

    /**
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public ClientConfig {
        Objects.requireNonNull(pendingAcquireTimeout, "pendingAcquireTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "maxConnections: " + maxConnections + " (expected: 1 or more)");
        }
        if (maxPendingAcquires < 0) {
            throw new IllegalArgumentException(
                    "maxPendingAcquires: " + maxPendingAcquires + " (expected: 0 or more)");
        }
        if (pendingAcquireTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "pendingAcquireTimeout: "
                            + pendingAcquireTimeout
                            + " (expected: 0 for no limit, or more)");
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "idleTimeout: " + idleTimeout + " (expected: 0 for no limit, or more)");
        }
    }

    /** 500 connections, 1,000 callers that wait for 10 seconds, 30 seconds out of use. */
    public static ClientConfig defaults() {
        return new ClientConfig(500, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** The same with other numbers of connections and of callers that wait. */
    public ClientConfig withLimits(int maxConnections, int maxPendingAcquires) {
        return new ClientConfig(
                maxConnections, maxPendingAcquires, pendingAcquireTimeout, idleTimeout);
    }

    /** The same with another time that callers wait. */
    public ClientConfig withPendingAcquireTimeout(Duration timeout) {
        return new ClientConfig(maxConnections, maxPendingAcquires, timeout, idleTimeout);
    }

    /** The same with another time out of use. */
    public ClientConfig withIdleTimeout(Duration timeout) {
        return new ClientConfig(maxConnections, maxPendingAcquires, pendingAcquireTimeout, timeout);
    }

    /** What one of this many cores may have. */
    ClientConfig part(int core, int cores) {
        return withLimits(
                Math.max(1, share(maxConnections, core, cores)),
                share(maxPendingAcquires, core, cores));
    }

    private static int share(int whole, int core, int cores) {
        return whole / cores + (core < whole % cores ? 1 : 0);
    }
}
