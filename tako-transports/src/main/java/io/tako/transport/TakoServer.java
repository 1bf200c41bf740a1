package io.tako.transport;

import io.tako.routing.Router;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.http1.Http1Initializer;
import io.tako.transport.spine.Listener;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners on one runtime, answering by named routers. May be started again after it was stopped.
 * Safe for any thread; the runtime is the caller's to close.
 */
public final class TakoServer {

    private static final Logger log = LoggerFactory.getLogger(TakoServer.class);

    private final TakoRuntime runtime;
    private final ServerConfig config;
    private final Map<String, Router> routers;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();

    /**
     * @param routers the routers by the names listeners call them
     * @throws IllegalArgumentException if a listener names a router that is not there
     */
    public TakoServer(TakoRuntime runtime, ServerConfig config, Map<String, Router> routers) {
        this.runtime = runtime;
        this.config = config;
        this.routers = Map.copyOf(routers);
        for (ListenerConfig listener : config.listeners()) {
            if (!this.routers.containsKey(listener.router())) {
                throw new IllegalArgumentException(
                        "listener \""
                                + listener.name()
                                + "\" names the router \""
                                + listener.router()
                                + "\" (expected: one of "
                                + this.routers.keySet()
                                + ")");
            }
        }
    }

    /**
     * Opens all listeners. Without effect while they are open.
     *
     * @throws BindException if an address cannot be had; none stays open then
     */
    public synchronized void start() throws BindException {
        if (running()) {
            return;
        }
        try {
            for (ListenerConfig listener : config.listeners()) {
                Router router = routers.get(listener.router());
                if (router != null) {
                    listeners.put(
                            listener.name(),
                            Listener.open(
                                    runtime,
                                    listener,
                                    router,
                                    (channel, state) ->
                                            Http1Initializer.installCleartext(
                                                    channel.pipeline(), state)));
                }
            }
        } catch (BindException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Whether the listeners are open. */
    public synchronized boolean running() {
        return !listeners.isEmpty();
    }

    /**
     * Where a listener can be reached.
     *
     * @throws IllegalStateException if there is none of that name or the server is stopped
     */
    public synchronized SocketAddress localAddress(String listenerName) {
        Listener listener = listeners.get(listenerName);
        if (listener == null) {
            throw new IllegalStateException("no listener called \"" + listenerName + "\" is open");
        }
        return listener.address();
    }

    /** Connections open now. */
    public synchronized int openConnections() {
        return listeners.values().stream().mapToInt(Listener::connections).sum();
    }

    /** Closes listeners and connections now, whatever they are doing. */
    public synchronized void stop() {
        listeners.values().forEach(Listener::abort);
        listeners.clear();
    }

    /**
     * Stops accepting, lets requests that were begun finish, and closes what is left after the
     * limit. The future completes when all connections have ended; it never fails.
     */
    public CompletableFuture<DrainReport> drain(Duration limit) {
        Map<String, Listener> draining;
        synchronized (this) {
            draining = Map.copyOf(listeners);
        }
        CompletableFuture<DrainReport> done = new CompletableFuture<>();
        int before = connections(draining);
        draining.values().forEach(Listener::drain);
        Thread.ofVirtual()
                .name("tako-drain")
                .start(() -> done.complete(await(draining, before, limit)));
        return done;
    }

    private static DrainReport await(Map<String, Listener> draining, int before, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (connections(draining) > 0 && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                break;
            }
        }
        int cut = connections(draining);
        draining.values().forEach(Listener::abort);
        DrainReport report = new DrainReport(Math.max(0, before - cut), cut);
        log.info("Drained: {} connections finished, {} were cut", report.finished(), cut);
        return report;
    }

    private static int connections(Map<String, Listener> listeners) {
        return listeners.values().stream().mapToInt(Listener::connections).sum();
    }
}
