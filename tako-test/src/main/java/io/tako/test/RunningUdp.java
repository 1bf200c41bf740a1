package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.DrainConfig;
import io.tako.transport.ServerConfig;
import io.tako.transport.SocketHandlers;
import io.tako.transport.TakoServer;
import io.tako.transport.UdpCounts;
import io.tako.transport.UdpListenerConfig;
import io.tako.udp.UdpHandler;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A listener of datagrams on a free port of the loopback interface, with a runtime of its own. */
public final class RunningUdp implements AutoCloseable {

    private static final String NAME = "raw";

    private final TakoRuntime runtime;
    private final TakoServer server;

    private RunningUdp(TakoRuntime runtime, TakoServer server) {
        this.runtime = runtime;
        this.server = server;
    }

    /** Starts a listener that differs from the default in what the settings change. */
    public static RunningUdp start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<UdpListenerConfig> settings,
            UdpHandler handler) {
        TakoRuntime runtime = RunningServer.runtime(kind, io, loops);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        UdpListenerConfig listener = settings.apply(UdpListenerConfig.on(NAME, any, NAME));
        TakoServer server =
                new TakoServer(
                        runtime,
                        ServerConfig.of(listener).withDrain(DrainConfig.defaults()),
                        Map.of(),
                        SocketHandlers.of(NAME, handler));
        try {
            server.start();
        } catch (BindException e) {
            runtime.close();
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
        return new RunningUdp(runtime, server);
    }

    /** Where it receives. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress(NAME);
    }

    /** What has gone on there. */
    public UdpCounts counts() {
        return server.datagrams(NAME);
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
