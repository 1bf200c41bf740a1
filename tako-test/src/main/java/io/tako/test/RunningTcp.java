package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.tcp.TcpHandler;
import io.tako.transport.DrainConfig;
import io.tako.transport.ListenerCounts;
import io.tako.transport.ServerConfig;
import io.tako.transport.SocketHandlers;
import io.tako.transport.TakoServer;
import io.tako.transport.TcpListenerConfig;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A listener of raw TCP on a free port of the loopback interface, with a runtime of its own. */
public final class RunningTcp implements AutoCloseable {

    private static final String NAME = "raw";

    private final TakoRuntime runtime;
    private final TakoServer server;

    private RunningTcp(TakoRuntime runtime, TakoServer server) {
        this.runtime = runtime;
        this.server = server;
    }

    /** Starts a listener that differs from the default in what the settings change. */
    public static RunningTcp start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<TcpListenerConfig> settings,
            DrainConfig drain,
            TcpHandler handler) {
        TakoRuntime runtime = RunningServer.runtime(kind, io, loops);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        TcpListenerConfig listener = settings.apply(TcpListenerConfig.on(NAME, any, NAME));
        TakoServer server =
                new TakoServer(
                        runtime,
                        ServerConfig.of(listener).withDrain(drain),
                        Map.of(),
                        SocketHandlers.of(NAME, handler));
        try {
            server.start();
        } catch (BindException e) {
            runtime.close();
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
        return new RunningTcp(runtime, server);
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress(NAME)).getPort();
    }

    /** What has gone on there. */
    public ListenerCounts counts() {
        return server.counts(NAME);
    }

    public TakoServer server() {
        return server;
    }

    @Override
    public void close() {
        server.stop();
        runtime.close();
    }
}
