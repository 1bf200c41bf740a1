package io.tako.transport.config;

import io.tako.access.ConnectionFilter;
import io.tako.runtime.DatagramOptions;
import java.net.SocketAddress;
import java.util.Objects;

/**
 * One address at which datagrams are received.
 *
 * @param name what logs, ports and metrics call it; unique within the server
 * @param address where it receives: an internet address, of which port 0 lets the system choose, or
 *     an {@link io.tako.runtime.InheritedAddress}
 * @param handler the name of the handler that takes them
 * @param options how they are handled
 * @param socket options of its sockets
 * @param filter whose datagrams are taken; asked for each of them
 */
@Withers
public record UdpListenerConfig(
        String name,
        SocketAddress address,
        String handler,
        UdpOptions options,
        DatagramOptions socket,
        ConnectionFilter filter)
        implements ListenerConfig, UdpListenerConfigBuilder.With {

    public UdpListenerConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(filter, "filter");
    }

    /** A listener on the address with everything else left at its default. */
    public static UdpListenerConfig on(String name, SocketAddress address, String handler) {
        return new UdpListenerConfig(
                name,
                address,
                handler,
                UdpOptions.defaults(),
                DatagramOptions.defaults(),
                ConnectionFilter.ALL);
    }

    @Override
    public UdpListenerConfig withAddress(SocketAddress other) {
        return UdpListenerConfigBuilder.With.super.withAddress(other);
    }
}
