package io.tako.transport;

import io.tako.runtime.ListenerOptions;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One address the server listens on.
 *
 * @param name what logs, ports and metrics call it; unique within the server
 * @param address where it listens; port 0 lets the system choose
 * @param router the name of the router that answers
 * @param limits how much its connections may ask for
 * @param timeouts how long they may keep the server waiting
 * @param http2 whether and how HTTP/2 is spoken
 * @param socket options of the listening and the accepted sockets
 * @param compression which responses are compressed; null compresses none
 * @param tls how connections are encrypted; null for clear text
 */
public record ListenerConfig(
        String name,
        SocketAddress address,
        String router,
        HttpLimits limits,
        HttpTimeouts timeouts,
        Http2Config http2,
        ListenerOptions socket,
        @Nullable CompressionConfig compression,
        @Nullable TlsConfig tls) {

    /** The name of the listener made from {@code server.*}. */
    public static final String PRIMARY = "primary";

    /** The name of the router that answers where nothing else is said. */
    public static final String MAIN_ROUTER = "main";

    public ListenerConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(http2, "http2");
        Objects.requireNonNull(socket, "socket");
    }

    /** A listener on the address with everything else left at its default. */
    public static ListenerConfig on(SocketAddress address) {
        return new ListenerConfig(
                PRIMARY,
                address,
                MAIN_ROUTER,
                HttpLimits.defaults(),
                HttpTimeouts.defaults(),
                Http2Config.off(),
                ListenerOptions.defaults(),
                null,
                null);
    }

    public ListenerConfig withAddress(SocketAddress other) {
        return new ListenerConfig(
                name, other, router, limits, timeouts, http2, socket, compression, tls);
    }

    public ListenerConfig withLimits(HttpLimits other) {
        return new ListenerConfig(
                name, address, router, other, timeouts, http2, socket, compression, tls);
    }

    public ListenerConfig withTimeouts(HttpTimeouts other) {
        return new ListenerConfig(
                name, address, router, limits, other, http2, socket, compression, tls);
    }

    public ListenerConfig withHttp2(Http2Config other) {
        return new ListenerConfig(
                name, address, router, limits, timeouts, other, socket, compression, tls);
    }

    public ListenerConfig withCompression(@Nullable CompressionConfig other) {
        return new ListenerConfig(
                name, address, router, limits, timeouts, http2, socket, other, tls);
    }

    /** The same, encrypted so; null for clear text. */
    public ListenerConfig withTls(@Nullable TlsConfig other) {
        return new ListenerConfig(
                name, address, router, limits, timeouts, http2, socket, compression, other);
    }
}
