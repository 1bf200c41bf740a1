package io.tako.transport.config;

import static io.tako.transport.config.Bounds.atLeast;

import java.time.Duration;
import java.util.Objects;

/**
 * How fast a peer has to move bytes while it is waited for: timeouts alone are content with a byte
 * now and then. Time in which nobody waits for the peer does not count.
 *
 * @param request bytes a second of a request body that a handler waits for, 240 by default, zero
 *     for no limit. A slower one fails as one that stops: 408
 * @param response bytes a second of what is sent, as the peer's socket takes them, or over HTTP/2
 *     those of a stream, 240 by default, zero for no limit. A slower one is closed, or its stream
 *     reset
 * @param grace for how much of that time a peer may be slower, 5 s by default, more than zero; one
 *     that takes an answer, for as long as what waits for it needs at that rate
 */
@Withers
public record LeastRate(int request, int response, Duration grace)
        implements LeastRateBuilder.With {

    public LeastRate {
        atLeast("request", request, 0);
        atLeast("response", response, 0);
        Objects.requireNonNull(grace, "grace");
        if (!grace.isPositive()) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: > 0)");
        }
    }

    /** The rates of a server that says nothing about them. */
    public static LeastRate defaults() {
        return new LeastRate(240, 240, Duration.ofSeconds(5));
    }

    /** No rate at all. */
    public static LeastRate none() {
        return new LeastRate(0, 0, defaults().grace());
    }
}
