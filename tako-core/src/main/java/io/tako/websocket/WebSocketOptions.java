package io.tako.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What one WebSocket route asks and allows. Immutable; zero switches a duration off.
 *
 * @param subprotocols the subprotocols the route speaks, none by default; of those the client names
 *     the first that is here is chosen (RFC 6455 section 1.9)
 * @param allowedOrigins the origins whose pages may connect, such as {@code https://example.com};
 *     {@code *} allows all. Empty, the default, allows the server's own. Others are answered 403; a
 *     client that sends no {@code Origin} is no page and passes (RFC 6455 section 10.2)
 * @param maxFrame the largest frame in bytes, 256 KiB by default; more closes with 1009
 * @param maxMessage the largest message in bytes, fragments joined and expanded, 256 KiB by
 *     default; more closes with 1009. A message grows in memory up to here
 * @param maxFragments the most frames one message may come in, 4,096 by default; more closes with
 *     1009. Frames cost work whatever they carry, and they may carry nothing
 * @param pongs whether the peer's pongs are received as {@link Message.Pong}, off by default; those
 *     that answer the server's own pings never are
 * @param pingInterval how long the peer may be silent before it is pinged, 30 s by default; when
 *     nothing has come after as long again the connection is given up, which the handler sees as
 *     1006
 * @param idleTimeout how long there may be no message in either direction, off by default; then
 *     close with 1001. Pings do not count
 * @param lifetime how long a socket may be open, off by default; then close with 1001
 * @param closeTimeout how long the peer may take to answer a close frame before the connection is
 *     cut, and a handler to end after its socket before it is interrupted; 5 s by default
 * @param compression what is compressed
 */
public record WebSocketOptions(
        List<String> subprotocols,
        List<String> allowedOrigins,
        int maxFrame,
        int maxMessage,
        int maxFragments,
        boolean pongs,
        Duration pingInterval,
        Duration idleTimeout,
        Duration lifetime,
        Duration closeTimeout,
        Compression compression) {

    /** The largest of all limits in bytes: 1 GiB. */
    public static final int MOST = 1 << 30;

    private static final int DEFAULT_SIZE = 256 * 1024;
    private static final int DEFAULT_FRAGMENTS = 4096;
    private static final WebSocketOptions DEFAULTS =
            new WebSocketOptions(
                    List.of(),
                    List.of(),
                    DEFAULT_SIZE,
                    DEFAULT_SIZE,
                    DEFAULT_FRAGMENTS,
                    false,
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    Compression.OFF);

    /** Checks bounds; a subprotocol is a token, named once. */
    public WebSocketOptions {
        subprotocols = List.copyOf(subprotocols);
        allowedOrigins = List.copyOf(allowedOrigins);
        Objects.requireNonNull(compression, "compression");
        size("maxFrame", maxFrame);
        size("maxMessage", maxMessage);
        size("maxFragments", maxFragments);
        notNegative("pingInterval", pingInterval);
        notNegative("idleTimeout", idleTimeout);
        notNegative("lifetime", lifetime);
        if (!closeTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "closeTimeout: " + closeTimeout + " (expected: > 0)");
        }
        Subprotocols.check(subprotocols);
        allowedOrigins.forEach(Origins::check);
    }

    /** The options of a route that says nothing about them. */
    public static WebSocketOptions defaults() {
        return DEFAULTS;
    }

    /** With these subprotocols. */
    public WebSocketOptions withSubprotocols(String... names) {
        return new WebSocketOptions(
                List.of(names),
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With these origins; none means the server's own. */
    public WebSocketOptions withAllowedOrigins(String... origins) {
        return new WebSocketOptions(
                subprotocols,
                List.of(origins),
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With these limits in bytes. */
    public WebSocketOptions withLimits(int frame, int message) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                frame,
                message,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With this most of frames for one message. */
    public WebSocketOptions withMaxFragments(int most) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                most,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With the peer's pongs among what is received, or without. */
    public WebSocketOptions withPongs(boolean received) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                received,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With this time of silence before a ping. */
    public WebSocketOptions withPingInterval(Duration interval) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                interval,
                idleTimeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With this time without messages before the socket is closed. */
    public WebSocketOptions withIdleTimeout(Duration timeout) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                timeout,
                lifetime,
                closeTimeout,
                compression);
    }

    /** With this longest time a socket may be open. */
    public WebSocketOptions withLifetime(Duration longest) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                longest,
                closeTimeout,
                compression);
    }

    /** With this time for the peer, and for the handler, to end. */
    public WebSocketOptions withCloseTimeout(Duration timeout) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                timeout,
                compression);
    }

    /** With this compression. */
    public WebSocketOptions withCompression(Compression other) {
        return new WebSocketOptions(
                subprotocols,
                allowedOrigins,
                maxFrame,
                maxMessage,
                maxFragments,
                pongs,
                pingInterval,
                idleTimeout,
                lifetime,
                closeTimeout,
                other);
    }

    /**
     * What is done where the client offers {@code permessage-deflate} (RFC 7692). What it sends is
     * expanded up to {@link WebSocketOptions#maxMessage()} and never further.
     *
     * @param enabled whether the offer is taken; off by default, for it costs about 300 KiB for a
     *     socket that sends and 40 KiB for one that receives
     * @param minSize messages below this many bytes are sent as they are, 1 KiB by default
     * @param contextTakeover whether a message is compressed with what earlier ones held, on by
     *     default: better for small messages that are alike, and the reason the memory is held
     *     between messages (RFC 7692 section 7.1.1)
     */
    public record Compression(boolean enabled, int minSize, boolean contextTakeover) {

        /** Nothing is compressed. */
        public static final Compression OFF = new Compression(false, 1024, true);

        /** What the client offers is taken. */
        public static final Compression ON = new Compression(true, 1024, true);

        public Compression {
            size("minSize", minSize);
        }

        /** With this smallest size in bytes of what is compressed. */
        public Compression withMinSize(int bytes) {
            return new Compression(enabled, bytes, contextTakeover);
        }

        /** With every message compressed by itself. */
        public Compression withoutContextTakeover() {
            return new Compression(enabled, minSize, false);
        }
    }

    private static void size(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: 1 to " + MOST + ")");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
    }
}
