package io.tako.transport;

import io.tako.runtime.TakoRuntime;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ServerConfig;
import io.tako.transport.config.StreamListenerConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.transport.http.HttpTransport;
import io.tako.transport.spine.Drain;
import io.tako.transport.spine.Listener;
import io.tako.transport.tcp.TcpTransport;
import io.tako.transport.tls.ServerTls;
import io.tako.transport.udp.UdpListener;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Listeners on one runtime, answering by named routers. May be started again after it was stopped.
 * Safe for any thread; the runtime is the caller's to close.
 */
public final class TakoServer {

    private final TakoRuntime runtime;
    private final ServerConfig config;
    private final Map<String, HttpService> services;
    private final SocketHandlers handlers;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private @Nullable Drain draining;
    private final Map<String, TlsConfig> tlsConfigs = new LinkedHashMap<>();
    private final Map<String, ServerTls> openTls = new LinkedHashMap<>();
    private final Map<String, ListenerCounts> past = new HashMap<>();
    private final Map<String, UdpCounts> pastDatagrams = new HashMap<>();
    private final List<CoreCounts> pastOfCores = new ArrayList<>();

    /**
     * @param services what answers, by the names listeners call their routers
     * @throws IllegalArgumentException if a listener names a router that is not there
     */
    public TakoServer(TakoRuntime runtime, ServerConfig config, Map<String, HttpService> services) {
        this(runtime, config, services, SocketHandlers.NONE);
    }

    /**
     * @param services what answers, by the names listeners call their routers
     * @param handlers what talks over raw sockets, by the names listeners call it
     * @throws IllegalArgumentException if a listener names a router or a handler that is not there
     */
    public TakoServer(
            TakoRuntime runtime,
            ServerConfig config,
            Map<String, HttpService> services,
            SocketHandlers handlers) {
        this.runtime = runtime;
        this.config = config;
        this.services = Map.copyOf(services);
        this.handlers = handlers;
        runtime.cores().forEach(core -> pastOfCores.add(CoreCounts.NONE));
        for (ListenerConfig listener : config.listeners()) {
            switch (listener) {
                case HttpListenerConfig http ->
                        requireNamed(http, "router", http.router(), services);
                case TcpListenerConfig tcp ->
                        requireNamed(tcp, "handler", tcp.handler(), handlers.tcp());
                case UdpListenerConfig udp ->
                        requireNamed(udp, "handler", udp.handler(), handlers.udp());
            }
            if (listener instanceof StreamListenerConfig stream && stream.tls() != null) {
                tlsConfigs.put(stream.name(), stream.tls());
            }
        }
    }

    private static void requireNamed(
            ListenerConfig listener, String kind, String name, Map<String, ?> known) {
        if (!known.containsKey(name)) {
            throw new IllegalArgumentException(
                    "listener \""
                            + listener.name()
                            + "\" names the "
                            + kind
                            + " \""
                            + name
                            + "\" (expected: one of "
                            + known.keySet()
                            + ")");
        }
    }

    /**
     * Opens all listeners. Without effect while they are open.
     *
     * @throws ListenerBindException if an address cannot be had; none stays open then
     * @throws IllegalStateException if a drain is under way
     * @throws TlsSetupException if a listener's TLS cannot be served; none stays open then
     */
    public synchronized void start() throws ListenerBindException {
        if (draining != null) {
            throw new IllegalStateException("a drain is under way");
        }
        if (running()) {
            return;
        }
        try {
            for (ListenerConfig listener : config.listeners()) {
                listeners.put(listener.name(), open(listener));
            }
        } catch (ListenerBindException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private Listener open(ListenerConfig listener) throws ListenerBindException {
        try {
            return bind(listener);
        } catch (BindException e) {
            throw new ListenerBindException(listener, e);
        } catch (TlsSetupException e) {
            throw e.at(listener.name());
        }
    }

    private Listener bind(ListenerConfig listener) throws BindException {
        return switch (listener) {
            case HttpListenerConfig http ->
                    HttpTransport.open(
                            runtime,
                            http,
                            config.drain(),
                            Objects.requireNonNull(services.get(http.router())),
                            tls(http, told -> ServerTls.open(told, HttpTransport.offered(http))));
            case TcpListenerConfig tcp ->
                    TcpTransport.open(
                            runtime,
                            tcp,
                            config.drain(),
                            Objects.requireNonNull(handlers.tcp().get(tcp.handler())),
                            tls(tcp, ServerTls::openForHalfClose));
            case UdpListenerConfig udp ->
                    UdpListener.open(
                            runtime,
                            udp,
                            Objects.requireNonNull(handlers.udp().get(udp.handler())));
        };
    }

    /** Null where the listener speaks in clear. */
    private @Nullable ServerTls tls(
            StreamListenerConfig listener, Function<TlsConfig, ServerTls> opened) {
        TlsConfig told = tlsConfigs.get(listener.name());
        if (told == null) {
            return null;
        }
        ServerTls tls = opened.apply(told);
        openTls.put(listener.name(), tls);
        return tls;
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
        ListenerCounts counts = open(listenerName).counts();
        return new TlsCounts(counts.handshakes(), counts.handshakeFailures());
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
        return open(listenerName).address();
    }

    private Listener open(String listenerName) {
        Listener listener = listeners.get(listenerName);
        if (listener == null) {
            throw new IllegalStateException("no listener called \"" + listenerName + "\" is open");
        }
        return listener;
    }

    /** Where a listener can be reached; empty while it is not open. */
    public synchronized Optional<SocketAddress> openAddress(String listenerName) {
        return Optional.ofNullable(listeners.get(listenerName)).map(Listener::address);
    }

    /** Connections open now. */
    public synchronized int openConnections() {
        return listeners.values().stream().mapToInt(Listener::connections).sum();
    }

    /** How often the system could not accept, for want of file descriptors, say. */
    public synchronized long acceptFailures() {
        return listeners.values().stream()
                .mapToLong(listener -> listener.counts().acceptFailures())
                .sum();
    }

    /** What it was told. */
    public ServerConfig config() {
        return config;
    }

    /**
     * What has gone on at a listener, open or not.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public synchronized ListenerCounts counts(String listenerName) {
        if (config.listeners().stream().noneMatch(one -> one.name().equals(listenerName))) {
            throw new IllegalArgumentException("there is no listener \"" + listenerName + "\"");
        }
        ListenerCounts before = past.getOrDefault(listenerName, ListenerCounts.NONE);
        Listener listener = listeners.get(listenerName);
        return listener == null ? before : before.plus(listener.counts());
    }

    /**
     * What has gone on at a listener of datagrams, open or not. Reads a file where the system tells
     * of drops by one, so not for a core.
     *
     * @throws IllegalArgumentException if there is none of that name that receives datagrams
     */
    public synchronized UdpCounts datagrams(String listenerName) {
        if (config.listeners().stream()
                .noneMatch(
                        one ->
                                one instanceof UdpListenerConfig
                                        && one.name().equals(listenerName))) {
            throw new IllegalArgumentException(
                    "there is no listener \"" + listenerName + "\" of datagrams");
        }
        UdpCounts before = pastDatagrams.getOrDefault(listenerName, UdpCounts.NONE);
        return listeners.get(listenerName) instanceof UdpListener udp
                ? before.plus(udp.datagrams())
                : before;
    }

    /** What goes on at each core of the runtime, in their order, by all listeners together. */
    public synchronized List<CoreCounts> coreCounts() {
        List<CoreCounts> counts = new ArrayList<>(pastOfCores);
        listeners.values().forEach(listener -> add(counts, listener.coreCounts()));
        return counts;
    }

    private static void add(List<CoreCounts> counts, List<CoreCounts> more) {
        for (int i = 0; i < counts.size(); i++) {
            counts.set(i, counts.get(i).plus(more.get(i)));
        }
    }

    /** Connections and requests refused because there were too many. */
    public synchronized long refused() {
        return listeners.values().stream()
                .map(Listener::counts)
                .mapToLong(counts -> counts.refusedConnections() + counts.refusedRequests())
                .sum();
    }

    /** Whether it is ending, from the start of the delay before its listeners close. */
    public synchronized boolean draining() {
        return draining != null;
    }

    /**
     * Closes listeners and connections now, whatever they are doing. A drain under way is over with
     * it.
     */
    public void stop() {
        Drain ended;
        synchronized (this) {
            ended = draining;
            if (ended == null) {
                listeners.values().forEach(Listener::abort);
                closed();
                return;
            }
        }
        ended.cut();
        ended.report().join();
    }

    /** Drains within the timeout the configuration says. */
    public CompletableFuture<DrainReport> drain() {
        return drain(config.drain().timeout());
    }

    /**
     * Waits for the configured delay, stops accepting, lets requests that were begun finish, and
     * closes what is left after the limit. The future completes when all connections have ended and
     * the server is stopped; it never fails. Without effect on a drain under way, whose future it
     * returns.
     */
    public synchronized CompletableFuture<DrainReport> drain(Duration limit) {
        Drain drain = draining;
        if (drain == null) {
            drain =
                    new Drain(
                            List.copyOf(listeners.values()),
                            config.drain().delay(),
                            limit,
                            this::drained);
            draining = drain;
            Thread.ofVirtual().name("tako-drain").start(drain);
        }
        return drain.report().copy();
    }

    private synchronized void drained() {
        closed();
        draining = null;
    }

    private void closed() {
        listeners.forEach(
                (name, listener) -> {
                    past.merge(name, listener.counts().over(), ListenerCounts::plus);
                    if (listener instanceof UdpListener udp) {
                        pastDatagrams.merge(name, udp.datagrams().over(), UdpCounts::plus);
                    }
                    add(pastOfCores, listener.coreCounts().stream().map(CoreCounts::over).toList());
                });
        listeners.clear();
        openTls.values().forEach(ServerTls::close);
        openTls.clear();
    }
}
