package io.tako.transport.http;

import io.tako.runtime.Sweep;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.http.PhaseTimer.Phase;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long the connections of a listener may stay in each phase, and how often that is looked at.
 */
public final class PhaseLimits {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final HttpTimeouts timeouts;
    private final Duration interval;

    /** As the listener's timeouts say. */
    public PhaseLimits(HttpTimeouts timeouts) {
        this.timeouts = timeouts;
        this.interval =
                Sweep.interval(
                        Stream.of(
                                timeouts.headerRead(),
                                timeouts.keepAlive(),
                                timeouts.bodyRead(),
                                timeouts.writeStall(),
                                timeouts.leastRate().grace().multipliedBy(2),
                                LINGER.multipliedBy(4)),
                        LONGEST_LOOK);
    }

    /** The time between two looks. */
    Duration interval() {
        return interval;
    }

    /** Bytes a second that have to move in a phase; zero where none have to. */
    int rate(Phase phase) {
        return switch (phase) {
            case BODY -> timeouts.leastRate().request();
            case WRITE -> timeouts.leastRate().response();
            case NONE, IDLE, HEAD, LINGER -> 0;
        };
    }

    /** Over how many nanoseconds a rate is measured. */
    long grace() {
        return timeouts.leastRate().grace().toNanos();
    }

    /** In nanoseconds; zero where a phase may last. */
    long of(Phase phase) {
        Duration limit =
                switch (phase) {
                    case NONE -> Duration.ZERO;
                    case IDLE -> timeouts.keepAlive();
                    case HEAD -> timeouts.headerRead();
                    case BODY -> timeouts.bodyRead();
                    case WRITE -> timeouts.writeStall();
                    case LINGER -> LINGER;
                };
        return limit.toNanos();
    }
}
