package io.tako.contracts.servers;

import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import io.tako.transport.HttpService;
import io.tako.transport.TakoServer;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ServerConfig;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A server on a free port of the loopback interface, with a runtime of its own. */
public final class RunningServer implements AutoCloseable {

    private final TakoRuntime runtime;
    private final HttpListenerConfig listener;
    private final DrainConfig drain;
    private final HttpService service;
    private TakoServer server;

    private RunningServer(
            TakoRuntime runtime,
            HttpListenerConfig listener,
            DrainConfig drain,
            HttpService service) {
        this.runtime = runtime;
        this.listener = listener;
        this.drain = drain;
        this.service = service;
        this.server = server(listener);
    }

    /** Starts a server with default limits. */
    public static RunningServer start(RuntimeKind kind, IoPreference io, int loops, Routes routes) {
        return start(kind, io, loops, HttpLimits.defaults(), HttpTimeouts.defaults(), routes);
    }

    /** Starts a server that drains in its own way. */
    public static RunningServer start(
            RuntimeKind kind, IoPreference io, int loops, DrainConfig drain, Routes routes) {
        return start(kind, io, loops, listener -> listener, drain, routes);
    }

    /** Starts a server with limits and timeouts of its own. */
    public static RunningServer start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            HttpLimits limits,
            HttpTimeouts timeouts,
            Routes routes) {
        return start(
                kind,
                io,
                loops,
                listener -> listener.withLimits(limits).withTimeouts(timeouts),
                routes);
    }

    /** Starts a server whose listener differs from the default in what the settings change. */
    public static RunningServer start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<HttpListenerConfig> settings,
            Routes routes) {
        return start(kind, io, loops, settings, DrainConfig.defaults(), routes);
    }

    /** Starts a server whose listener differs from the default and that drains in its own way. */
    public static RunningServer start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<HttpListenerConfig> settings,
            DrainConfig drain,
            Routes routes) {
        return start(kind, io, loops, settings, drain, HttpService.of(router(routes)));
    }

    /** A router of these routes with default settings. */
    public static Router router(Routes routes) {
        RouterBuilder builder = Router.builder(RouterSettings.defaults());
        routes.define(builder);
        return builder.build();
    }

    /** Starts a server that answers by more than routes. */
    public static RunningServer start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<HttpListenerConfig> settings,
            HttpService service) {
        return start(kind, io, loops, settings, DrainConfig.defaults(), service);
    }

    private static RunningServer start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<HttpListenerConfig> settings,
            DrainConfig drain,
            HttpService service) {
        TakoRuntime runtime = runtime(kind, io, loops);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpListenerConfig listener = settings.apply(HttpListenerConfig.on(any));
        RunningServer running = new RunningServer(runtime, listener, drain, service);
        try {
            running.server.start();
        } catch (BindException e) {
            runtime.close();
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
        return running;
    }

    /** A runtime of the kind. */
    public static TakoRuntime runtime(RuntimeKind kind, IoPreference io, int loops) {
        RuntimeConfig config = RuntimeConfig.defaults().withIo(io).withLoops(loops);
        return kind == RuntimeKind.SHARED
                ? SharedRuntime.open(config)
                : PerCoreRuntime.open(config);
    }

    /** Starts the server again, which has ended, on this port. */
    public void restart(int port) throws BindException {
        server =
                server(
                        listener.withAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        server.start();
    }

    private TakoServer server(HttpListenerConfig on) {
        return new TakoServer(
                runtime,
                ServerConfig.of(on).withDrain(drain),
                Map.of(HttpListenerConfig.MAIN_ROUTER, service));
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress(ListenerConfig.PRIMARY)).getPort();
    }

    /** The URI of a path on it. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public TakoServer server() {
        return server;
    }

    public TakoRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        server.stop();
        runtime.close();
    }
}
