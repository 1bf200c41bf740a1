package io.tako.contracts.servers;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.SocketHandlers;
import io.tako.transport.UdpCounts;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.udp.UdpHandler;
import java.util.function.UnaryOperator;

/** A listener of datagrams on a free port of the loopback interface, with a runtime of its own. */
public final class RunningUdp extends RunningListener {

    private RunningUdp(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UdpListenerConfig listener,
            UdpHandler handler) {
        super(kind, io, loops, listener, DrainConfig.defaults(), SocketHandlers.of(NAME, handler));
    }

    /** Starts a listener that differs from the default in what the settings change. */
    public static RunningUdp start(
            RuntimeKind kind,
            IoPreference io,
            int loops,
            UnaryOperator<UdpListenerConfig> settings,
            UdpHandler handler) {
        UdpListenerConfig listener = settings.apply(UdpListenerConfig.on(NAME, any(), NAME));
        return new RunningUdp(kind, io, loops, listener, handler);
    }

    /** What has gone on there. */
    public UdpCounts counts() {
        return server().datagrams(NAME);
    }
}
