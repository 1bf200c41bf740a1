package io.tako.http;

import java.time.Duration;

/**
 * How streams of server-sent events are kept and ended.
 *
 * @param keepAlive how long a stream may be silent before a comment is sent, which clients ignore
 *     and proxies count as traffic; 15 s by default, 0 sends none
 * @param drainRetry how long clients wait before they connect again after a drain has ended their
 *     stream; 2 s by default. Each stream is told a time of its own between half of it and one and
 *     a half of it, so that they do not all come back at once; 0 leaves it to the clients
 */
public record SseSettings(Duration keepAlive, Duration drainRetry) {

    public SseSettings {
        notNegative("keepAlive", keepAlive);
        notNegative("drainRetry", drainRetry);
    }

    /** The settings of a router that says nothing about them. */
    public static SseSettings defaults() {
        return new SseSettings(Duration.ofSeconds(15), Duration.ofSeconds(2));
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
    }
}
