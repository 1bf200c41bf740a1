package io.tako.transport.spine;

import io.tako.handler.Execution;
import io.tako.http.RequestHead;
import io.tako.http.Response;
import io.tako.routing.Endpoint;
import io.tako.routing.Router;
import io.tako.runtime.Core;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import io.tako.transport.CompressionConfig;
import io.tako.transport.DrainConfig;
import io.tako.transport.HttpService;
import io.tako.transport.ListenerConfig;
import io.tako.transport.compression.ResponseCompression;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one listener share: its settings, its router, its limits and counters.
 * Safe for any thread.
 */
public final class Spine {

    private final ListenerConfig config;
    private final HttpService service;
    private final ExecutionProfile[] profiles;
    private final @Nullable ResponseCompression compression;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder refusedRequests = new LongAdder();
    private final Duration quiet;
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder handshakeFailures = new LongAdder();
    private volatile boolean draining;

    /** What the connections of a new listener will share. */
    public Spine(ListenerConfig config, DrainConfig drain, HttpService service) {
        this.config = config;
        this.quiet = drain.quiet();
        this.service = service;
        CompressionConfig compressed = config.compression();
        this.compression = compressed == null ? null : new ResponseCompression(compressed);
        this.profiles = new ExecutionProfile[service.router().endpointCount()];
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = ExecutionProfile.learning();
        }
    }

    public ListenerConfig config() {
        return config;
    }

    /** What answers the listener's requests. */
    public HttpService service() {
        return service;
    }

    /** The routes among what answers. */
    public Router router() {
        return service.router();
    }

    /** What was learned of how long the endpoint's handler keeps the loop. */
    public ExecutionProfile profile(Endpoint endpoint) {
        return profiles[endpoint.index()];
    }

    /** The response as the request's client gets it. On the handler's thread. */
    public Response forClient(RequestHead request, Response response) {
        return compression == null ? response : compression.apply(request, response);
    }

    /** Whether the listener is ending, so that connections end with the request they are at. */
    public boolean draining() {
        return draining;
    }

    /** How long a connection has to be quiet for a drain to close it. */
    public Duration quiet() {
        return quiet;
    }

    void drain() {
        draining = true;
    }

    void countAccepted() {
        accepted.increment();
    }

    /** Connections accepted since the listener was opened. */
    public long accepted() {
        return accepted.sum();
    }

    /** Counts a connection in; false if there are too many, and it is to be refused. */
    public boolean admitConnection() {
        int max = config.limits().maxConnections();
        int now = connections.incrementAndGet();
        if (max > 0 && now > max) {
            connections.decrementAndGet();
            refusedConnections.increment();
            return false;
        }
        return true;
    }

    /** Counts a connection out. */
    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Counts a request in; false if too many are being handled, and it is to be refused. */
    public boolean admitRequest() {
        int max = config.limits().maxConcurrentRequests();
        if (max == 0) {
            return true;
        }
        if (requests.incrementAndGet() > max) {
            requests.decrementAndGet();
            refusedRequests.increment();
            return false;
        }
        return true;
    }

    /** Counts a request out. */
    public void requestDone() {
        if (config.limits().maxConcurrentRequests() > 0) {
            requests.decrementAndGet();
        }
    }

    /** Connections open now. */
    public int openConnections() {
        return connections.get();
    }

    /** Connections refused because there were too many. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /** Requests refused because too many were being handled. */
    public long refusedRequests() {
        return refusedRequests.sum();
    }

    /** Counts a TLS handshake that came to a session. */
    public void handshakeDone() {
        handshakes.increment();
    }

    /** Counts one that did not, after it had begun. */
    public void handshakeFailed() {
        handshakeFailures.increment();
    }

    /** TLS handshakes that came to a session. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** TLS handshakes that did not, plain text and what is no TLS at all included. */
    public long handshakeFailures() {
        return handshakeFailures.sum();
    }

    /** Runs the handler of a matched request where its plan says. On the core's loop. */
    public static void dispatch(Core core, Execution execution, HandlerTask task) {
        switch (execution) {
            case VIRTUAL_THREAD -> core.start(task);
            case NON_BLOCKING -> core.runInline(task);
            case OFFLOADED -> core.startOffloaded(task);
        }
    }
}
