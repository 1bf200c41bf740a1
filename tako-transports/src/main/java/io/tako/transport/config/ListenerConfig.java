package io.tako.transport.config;

import java.net.SocketAddress;

/** One address the server listens on, and what is spoken there. Immutable. */
public sealed interface ListenerConfig permits StreamListenerConfig, UdpListenerConfig {

    /** The name of the listener made from {@code server.*}. */
    String PRIMARY = "primary";

    /** What logs, ports and metrics call it; unique within the server. */
    String name();

    /**
     * Where it listens: an internet address, of which port 0 lets the system choose, a {@link
     * io.tako.runtime.UnixAddress}, or an {@link io.tako.runtime.InheritedAddress}.
     */
    SocketAddress address();

    /** The same at another address. */
    ListenerConfig withAddress(SocketAddress other);
}
