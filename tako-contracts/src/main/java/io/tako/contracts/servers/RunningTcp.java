package io.tako.contracts.servers;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.TcpHandler;
import io.tako.transport.ListenerCounts;
import io.tako.transport.SocketHandlers;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.TcpListenerConfig;
import java.util.function.UnaryOperator;

/** A listener of raw TCP on a free port of the loopback interface, with a runtime of its own. */
public final class RunningTcp extends RunningListener {

    private RunningTcp(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            TcpListenerConfig listener,
            DrainConfig drain,
            TcpHandler handler) {
        super(kind, io, loops, listener, drain, SocketHandlers.of(NAME, handler));
    }

    /** Starts a listener that differs from the default in what the settings change. */
    public static RunningTcp start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<TcpListenerConfig> settings,
            DrainConfig drain,
            TcpHandler handler) {
        TcpListenerConfig listener = settings.apply(TcpListenerConfig.on(NAME, any(), NAME));
        return new RunningTcp(kind, io, loops, listener, drain, handler);
    }

    /** The port it listens on. */
    public int port() {
        return address().getPort();
    }

    /** What has gone on there. */
    public ListenerCounts counts() {
        return server().counts(NAME);
    }
}
