package io.tako.transport.config;

import io.tako.access.ConnectionFilter;
import io.tako.runtime.ListenerOptions;
import io.tako.transport.accesslog.AccessLogger;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One address on which HTTP is spoken.
 *
 * @param name what logs, ports and metrics call it; unique within the server
 * @param address where it listens: an internet address, of which port 0 lets the system choose, or
 *     a {@link io.tako.runtime.UnixAddress}
 * @param router the name of the router that answers
 * @param limits how much its connections may ask for
 * @param timeouts how long they may keep the server waiting
 * @param http2 whether and how HTTP/2 is spoken
 * @param socket options of the listening and the accepted sockets
 * @param compression which responses are compressed; null compresses none
 * @param tls how connections are encrypted; null for clear text
 * @param proxy whether connections begin with a PROXY header
 * @param filter who may connect
 * @param accessLog where a line is written for each exchange; null writes none
 */
@Withers
public record HttpListenerConfig(
        String name,
        SocketAddress address,
        String router,
        HttpLimits limits,
        HttpTimeouts timeouts,
        Http2Config http2,
        ListenerOptions socket,
        @Nullable CompressionConfig compression,
        @Nullable TlsConfig tls,
        ProxyConfig proxy,
        ConnectionFilter filter,
        @Nullable AccessLogger accessLog)
        implements StreamListenerConfig, HttpListenerConfigBuilder.With {

    /** The name of the router that answers where nothing else is said. */
    public static final String MAIN_ROUTER = "main";

    public HttpListenerConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(http2, "http2");
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(filter, "filter");
    }

    /** A listener on the address with everything else left at its default. */
    public static HttpListenerConfig on(SocketAddress address) {
        return new HttpListenerConfig(
                PRIMARY,
                address,
                MAIN_ROUTER,
                HttpLimits.defaults(),
                HttpTimeouts.defaults(),
                Http2Config.off(),
                ListenerOptions.defaults(),
                null,
                null,
                ProxyConfig.off(),
                ConnectionFilter.ALL,
                null);
    }

    @Override
    public int maxConnections() {
        return limits.maxConnections();
    }

    /** What is spoken here: {@code h1}, and {@code h2} over TLS or {@code h2c} in clear text. */
    public List<String> protocols() {
        if (!http2.enabled()) {
            return List.of("h1");
        }
        return List.of("h1", tls == null ? "h2c" : "h2");
    }

    @Override
    public HttpListenerConfig withAddress(SocketAddress other) {
        return HttpListenerConfigBuilder.With.super.withAddress(other);
    }
}
