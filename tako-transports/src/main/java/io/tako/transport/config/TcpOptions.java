package io.tako.transport.config;

import static io.tako.transport.config.Bounds.atLeast;
import static io.tako.transport.config.Bounds.notNegative;
import static io.tako.transport.config.Bounds.positive;

import java.time.Duration;

/**
 * What one listener of raw TCP allows its connections. Immutable; zero switches a duration off.
 *
 * @param maxConnections connections open at once, 65,536 by default, 0 for no limit; more are
 *     closed
 * @param readWindow how many bytes wait in memory for a handler that does not read, 128 KiB by
 *     default, at least 1 KiB; beyond that the socket is not read
 * @param writeWindow how many bytes wait in memory for a slow peer before the writing handler is
 *     parked, 128 KiB by default, at least 1 KiB
 * @param idleTimeout how long there may be no byte in either direction, 5 minutes by default; then
 *     the handler sees the end of input. Time in which the handler leaves bytes waiting does not
 *     count
 * @param lifetime how long a connection may be open, off by default; then it is drained
 * @param writeStall how long the peer may take nothing while there is something to send, 60 s by
 *     default; then the connection is reset
 * @param closeTimeout how long a handler may go on after its connection is lost, idle or too old
 *     before it is interrupted and the connection reset; 5 s by default, more than zero
 */
@Withers
public record TcpOptions(
        int maxConnections,
        int readWindow,
        int writeWindow,
        Duration idleTimeout,
        Duration lifetime,
        Duration writeStall,
        Duration closeTimeout)
        implements TcpOptionsBuilder.With {

    private static final int KIB = 1024;

    public TcpOptions {
        atLeast("maxConnections", maxConnections, 0);
        atLeast("readWindow", readWindow, KIB);
        atLeast("writeWindow", writeWindow, KIB);
        notNegative("idleTimeout", idleTimeout);
        notNegative("lifetime", lifetime);
        notNegative("writeStall", writeStall);
        positive("closeTimeout", closeTimeout);
    }

    /** The options of a listener that says nothing about them. */
    public static TcpOptions defaults() {
        return new TcpOptions(
                65_536,
                128 * KIB,
                128 * KIB,
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
    }
}
