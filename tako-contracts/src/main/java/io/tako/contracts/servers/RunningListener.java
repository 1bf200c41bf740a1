package io.tako.contracts.servers;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.SocketHandlers;
import io.tako.transport.TakoServer;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ServerConfig;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** A raw listener on a free port of the loopback interface, with a runtime of its own. */
public abstract class RunningListener implements AutoCloseable {

    public static final String NAME = "raw";

    private final TakoRuntime runtime;
    private final TakoServer server;

    RunningListener(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            ListenerConfig listener,
            DrainConfig drain,
            SocketHandlers handlers) {
        runtime = RunningServer.runtime(kind, io, loops);
        server =
                new TakoServer(
                        runtime, ServerConfig.of(listener).withDrain(drain), Map.of(), handlers);
        try {
            server.start();
        } catch (BindException e) {
            runtime.close();
            throw new IllegalStateException("no free port on the loopback interface", e);
        }
    }

    /** Any free port of the loopback interface. */
    public static InetSocketAddress any() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Where it listens. */
    public final InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress(NAME);
    }

    public final TakoServer server() {
        return server;
    }

    @Override
    public final void close() {
        server.stop();
        runtime.close();
    }
}
