package io.tako.transport.config;

import static io.tako.transport.config.Bounds.notNegative;

import java.time.Duration;
import java.util.Objects;

/**
 * How long an HTTP connection may keep the server waiting. Kept to a quarter of the shortest of
 * them, so that no request pays for a clock. Zero switches one off.
 *
 * @param headerRead from the first byte of a request, or from the start of the connection, to the
 *     end of its head; 30 s by default. Then 408 and close
 * @param keepAlive between two requests of a connection; 60 s by default. Then close
 * @param bodyRead without a byte of the body while a handler waits for one and none is there; 30 s
 *     by default. Then 408 and close
 * @param writeStall without the peer taking a byte while there is something to send; 60 s by
 *     default. Then close
 * @param leastRate how many bytes a second a body and an answer have to move
 */
@Withers
public record HttpTimeouts(
        Duration headerRead,
        Duration keepAlive,
        Duration bodyRead,
        Duration writeStall,
        LeastRate leastRate)
        implements HttpTimeoutsBuilder.With {

    public HttpTimeouts {
        notNegative("headerRead", headerRead);
        notNegative("keepAlive", keepAlive);
        notNegative("bodyRead", bodyRead);
        notNegative("writeStall", writeStall);
        Objects.requireNonNull(leastRate, "leastRate");
    }

    /** With the rates of a server that says nothing about them. */
    public HttpTimeouts(
            Duration headerRead, Duration keepAlive, Duration bodyRead, Duration writeStall) {
        this(headerRead, keepAlive, bodyRead, writeStall, LeastRate.defaults());
    }

    /** The timeouts of a server that says nothing about them. */
    public static HttpTimeouts defaults() {
        return new HttpTimeouts(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }
}
