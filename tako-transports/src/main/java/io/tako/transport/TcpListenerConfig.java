package io.tako.transport;

import io.tako.runtime.ListenerOptions;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One address whose connections are a handler's.
 *
 * @param name what logs, ports and metrics call it; unique within the server
 * @param address where it listens; port 0 lets the system choose
 * @param handler the name of the handler that talks over its connections
 * @param options what it allows them
 * @param socket options of the listening and the accepted sockets
 * @param tls how connections are encrypted; null for clear text
 */
public record TcpListenerConfig(
        String name,
        SocketAddress address,
        String handler,
        TcpOptions options,
        ListenerOptions socket,
        @Nullable TlsConfig tls)
        implements StreamListenerConfig {

    public TcpListenerConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(socket, "socket");
    }

    /** A listener on the address with everything else left at its default. */
    public static TcpListenerConfig on(String name, SocketAddress address, String handler) {
        return new TcpListenerConfig(
                name, address, handler, TcpOptions.defaults(), ListenerOptions.defaults(), null);
    }

    @Override
    public int maxConnections() {
        return options.maxConnections();
    }

    /** The same at another address. */
    public TcpListenerConfig withAddress(SocketAddress other) {
        return new TcpListenerConfig(name, other, handler, options, socket, tls);
    }

    /** The same with other options. */
    public TcpListenerConfig withOptions(TcpOptions other) {
        return new TcpListenerConfig(name, address, handler, other, socket, tls);
    }

    /** The same with other options of its sockets. */
    public TcpListenerConfig withSocket(ListenerOptions other) {
        return new TcpListenerConfig(name, address, handler, options, other, tls);
    }

    /** The same, encrypted so; null for clear text. */
    public TcpListenerConfig withTls(@Nullable TlsConfig other) {
        return new TcpListenerConfig(name, address, handler, options, socket, other);
    }
}
