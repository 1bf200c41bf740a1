package io.tako.transport.config;

import io.tako.access.ConnectionFilter;
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
 * @param proxy whether connections begin with a PROXY header
 * @param filter who may connect
 */
@Withers
public record TcpListenerConfig(
        String name,
        SocketAddress address,
        String handler,
        TcpOptions options,
        ListenerOptions socket,
        @Nullable TlsConfig tls,
        ProxyConfig proxy,
        ConnectionFilter filter)
        implements StreamListenerConfig, TcpListenerConfigBuilder.With {

    public TcpListenerConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(filter, "filter");
    }

    /** A listener on the address with everything else left at its default. */
    public static TcpListenerConfig on(String name, SocketAddress address, String handler) {
        return new TcpListenerConfig(
                name,
                address,
                handler,
                TcpOptions.defaults(),
                ListenerOptions.defaults(),
                null,
                ProxyConfig.off(),
                ConnectionFilter.ALL);
    }

    @Override
    public int maxConnections() {
        return options.maxConnections();
    }

    @Override
    public TcpListenerConfig withAddress(SocketAddress other) {
        return TcpListenerConfigBuilder.With.super.withAddress(other);
    }
}
