package io.tako.transport;

import io.netty.channel.Channel;
import io.tako.routing.Router;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.http1.Http1Initializer;
import io.tako.transport.http2.Http2Initializer;
import io.tako.transport.spine.CoreState;
import io.tako.transport.spine.Listener;
import io.tako.transport.tls.ProtocolInstaller;
import io.tako.transport.tls.ServerTls;
import io.tako.transport.tls.TlsInitializer;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners on one runtime, answering by named routers. May be started again after it was stopped.
 * Safe for any thread; the runtime is the caller's to close.
 */
public final class TakoServer {

    private static final Logger log = LoggerFactory.getLogger(TakoServer.class);

    private static final String HTTP_2 = "h2";
    private static final String HTTP_1_1 = ProtocolInstaller.HTTP_1_1;

    private final TakoRuntime runtime;
    private final ServerConfig config;
    private final Map<String, Router> routers;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, TlsConfig> tlsConfigs = new LinkedHashMap<>();
    private final Map<String, ServerTls> openTls = new LinkedHashMap<>();

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
            if (listener.tls() != null) {
                tlsConfigs.put(listener.name(), listener.tls());
            }
        }
    }

    /**
     * Opens all listeners. Without effect while they are open.
     *
     * @throws BindException if an address cannot be had; none stays open then
     * @throws TlsSetupException if a listener's TLS cannot be served; none stays open then
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
                            Listener.open(runtime, listener, router, protocol(listener)));
                }
            }
        } catch (BindException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private BiConsumer<Channel, CoreState> protocol(ListenerConfig listener) {
        TlsConfig config = tlsConfigs.get(listener.name());
        if (config == null) {
            return (channel, state) -> Http1Initializer.installCleartext(channel.pipeline(), state);
        }
        List<String> offered =
                listener.http2().enabled() ? List.of(HTTP_2, HTTP_1_1) : List.of(HTTP_1_1);
        ServerTls tls = ServerTls.open(config, offered);
        openTls.put(listener.name(), tls);
        return (channel, state) -> TlsInitializer.install(channel, state, tls, TakoServer::speak);
    }

    private static void speak(Channel channel, CoreState state, String protocol) {
        if (protocol.equals(HTTP_2)) {
            Http2Initializer.install(channel.pipeline(), state, HTTP_2);
        } else {
            Http1Initializer.install(channel.pipeline(), state);
        }
    }

    /**
     * Exchanges the TLS of a listener, open or not: handshakes that begin afterwards use it,
     * connections that are open live on. May be repeated without end.
     *
     * @throws TlsSetupException if it cannot be served; the listener keeps what it has then
     * @throws IllegalArgumentException if there is no listener of that name that speaks TLS
     */
    public synchronized void reloadTls(String listenerName, TlsConfig config) {
        if (!tlsConfigs.containsKey(listenerName)) {
            throw new IllegalArgumentException(
                    "listener: \""
                            + listenerName
                            + "\" (expected: one of "
                            + tlsConfigs.keySet()
                            + ")");
        }
        ServerTls open = openTls.get(listenerName);
        if (open != null) {
            open.reload(config);
        }
        tlsConfigs.put(listenerName, config);
    }

    /**
     * How the handshakes of an open listener went.
     *
     * @throws IllegalStateException if there is none of that name
     */
    public synchronized TlsCounts tlsCounts(String listenerName) {
        Listener listener = listeners.get(listenerName);
        if (listener == null) {
            throw new IllegalStateException("no listener called \"" + listenerName + "\" is open");
        }
        return new TlsCounts(listener.spine().handshakes(), listener.spine().handshakeFailures());
    }

    /** Which implementation of TLS an open listener uses; empty if it speaks in clear. */
    public synchronized Optional<String> tlsProvider(String listenerName) {
        return Optional.ofNullable(openTls.get(listenerName)).map(ServerTls::describe);
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
        openTls.values().forEach(ServerTls::close);
        openTls.clear();
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
