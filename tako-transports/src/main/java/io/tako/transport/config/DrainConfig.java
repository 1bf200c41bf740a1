package io.tako.transport.config;

import static io.tako.transport.config.Bounds.notNegative;

import java.time.Duration;

/**
 * How a server ends when it drains.
 *
 * @param delay how long it goes on accepting and serving as before, so that load balancers notice;
 *     0 by default
 * @param timeout how long connections then have to end before they are cut, 30 seconds by default
 * @param quiet how long a connection has to have been without a request to be closed while what it
 *     might send next cannot be lost, 1 second by default; 0 closes idle connections at once, which
 *     races with requests on their way
 */
@Withers
public record DrainConfig(Duration delay, Duration timeout, Duration quiet)
        implements DrainConfigBuilder.With {

    public DrainConfig {
        notNegative("delay", delay);
        notNegative("timeout", timeout);
        notNegative("quiet", quiet);
    }

    /** No delay, 30 seconds, and 1 second of quiet. */
    public static DrainConfig defaults() {
        return new DrainConfig(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(1));
    }
}
