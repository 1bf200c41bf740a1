package io.tako.transport.config;

import static io.tako.transport.config.Bounds.atLeast;
import static io.tako.transport.config.Bounds.notNegative;

import java.time.Duration;

/**
 * How HTTP/2 is spoken on a listener. Field lines are limited by {@link HttpLimits#headers()}, a
 * stream's receive window by {@link HttpLimits#bodyWindow()}.
 *
 * @param enabled whether it is spoken at all, false by default: over TLS when the client chooses
 *     it, in clear text by prior knowledge
 * @param upgrade whether a request of HTTP/1.1 in clear text that asks for it by {@code Upgrade:
 *     h2c} goes on in HTTP/2, false by default; else the field is passed over. RFC 9113 section 3.1
 *     has deprecated it, and a proxy that passes it on lets requests by that it does not see
 * @param maxStreams streams a peer may have open at once, 100 by default; more are refused (RFC
 *     9113 section 5.1.2)
 * @param connectionWindow bytes of all request bodies of a connection together that wait for slow
 *     handlers, 1 MiB by default, at least 65,535; beyond that the peer has to wait (RFC 9113
 *     section 6.9)
 * @param maxResets streams that may end by RST_STREAM within 30 seconds, whoever sends it and
 *     whatever its code, 200 by default, 0 for no limit; an answer sent whole earns one back, more
 *     end the connection with ENHANCE_YOUR_CALM (RFC 9113 section 10.5). Of streams refused before
 *     the peer has acknowledged how many it may open 512 are not counted
 * @param maxControlFrames frames within 30 seconds that move no request forward, which is all but
 *     HEADERS, CONTINUATION and DATA, 10,000 by default, 0 for no limit; requests and what is sent
 *     earn them back, more end the connection with ENHANCE_YOUR_CALM
 * @param pingInterval how long a peer may be silent while streams are open before it is asked for a
 *     sign of life by PING, 30 s by default, zero for never; without an answer within another
 *     interval the connection is closed
 */
@Withers
public record Http2Config(
        boolean enabled,
        boolean upgrade,
        int maxStreams,
        int connectionWindow,
        int maxResets,
        int maxControlFrames,
        Duration pingInterval)
        implements Http2ConfigBuilder.With {

    /** The window every HTTP/2 connection begins with (RFC 9113 section 6.9.2). */
    public static final int LEAST_WINDOW = 65_535;

    public Http2Config {
        atLeast("maxStreams", maxStreams, 1);
        atLeast("connectionWindow", connectionWindow, LEAST_WINDOW);
        atLeast("maxResets", maxResets, 0);
        atLeast("maxControlFrames", maxControlFrames, 0);
        notNegative("pingInterval", pingInterval);
    }

    /** HTTP/2 switched off; everything else at its default. */
    public static Http2Config off() {
        return new Http2Config(false, false, 100, 1024 * 1024, 200, 10_000, Duration.ofSeconds(30));
    }

    /** HTTP/2 switched on, everything else at its default. */
    public static Http2Config on() {
        return off().enabled(true);
    }

    /** The same, switched on or off. */
    public Http2Config enabled(boolean on) {
        return new Http2Config(
                on,
                upgrade,
                maxStreams,
                connectionWindow,
                maxResets,
                maxControlFrames,
                pingInterval);
    }
}
