package io.tako.transport.spine;

import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.StreamListenerConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections of one listener share, whatever they speak: its limit, its counters, and
 * whether it is ending. A protocol adds what its connections share beyond that. Safe for any
 * thread.
 */
public class Spine {

    private final int maxConnections;
    private final Duration quiet;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder proxyRefusals = new LongAdder();
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder handshakeFailures = new LongAdder();
    private volatile boolean draining;

    /** What the connections of a new listener will share. */
    public Spine(StreamListenerConfig config, DrainConfig drain) {
        this.maxConnections = config.maxConnections();
        this.quiet = drain.quiet();
    }

    /** Whether the listener is ending, so that connections end with what they are at. */
    public final boolean draining() {
        return draining;
    }

    /** How long a connection has to be quiet for a drain to close it. */
    public final Duration quiet() {
        return quiet;
    }

    final void drain() {
        draining = true;
    }

    final void countAccepted() {
        accepted.increment();
    }

    /** Connections accepted since the listener was opened. */
    public final long accepted() {
        return accepted.sum();
    }

    /** Counts a connection in; false if there are too many, and it is to be refused. */
    final boolean admitConnection() {
        int now = connections.incrementAndGet();
        if (maxConnections > 0 && now > maxConnections) {
            connections.decrementAndGet();
            refusedConnections.increment();
            return false;
        }
        return true;
    }

    /** Counts a connection out that was counted in. */
    final void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Connections that are counted in now; none when nothing is there. */
    final int admitted() {
        return connections.get();
    }

    /** Connections refused because there were too many. */
    public final long refusedConnections() {
        return refusedConnections.sum();
    }

    final void countDenied() {
        denied.increment();
    }

    /** Connections that a filter turned away. */
    public final long denied() {
        return denied.sum();
    }

    final void countProxyRefusal() {
        proxyRefusals.increment();
    }

    /** Connections closed because of their PROXY header, or for want of one. */
    public final long proxyRefusals() {
        return proxyRefusals.sum();
    }

    /** Requests refused because too many were being handled; 0 where there are no requests. */
    public long refusedRequests() {
        return 0;
    }

    /** Counts a TLS handshake that came to a session. */
    public final void handshakeDone() {
        handshakes.increment();
    }

    /** Counts one that did not, after it had begun. */
    public final void handshakeFailed() {
        handshakeFailures.increment();
    }

    /** TLS handshakes that came to a session. */
    public final long handshakes() {
        return handshakes.sum();
    }

    /** TLS handshakes that did not, plain text and what is no TLS at all included. */
    public final long handshakeFailures() {
        return handshakeFailures.sum();
    }
}
