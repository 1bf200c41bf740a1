package io.tako.sample.store;

import io.tako.sample.point.Timestamps;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from first moment in it, nanoseconds since the epoch
 * @param to first moment after it
 */
public record TimeRange(long from, long to) {

    /** All moments a point can carry. */
    public static final TimeRange ALWAYS = new TimeRange(Timestamps.MIN, Timestamps.MAX + 1);

    /**
     * @throws QueryException.BadParameter if {@code from} is not before {@code to}
     */
    public TimeRange {
        if (from >= to) {
            throw new QueryException.BadParameter(
                    "from (%s) must be before to (%s)"
                            .formatted(Timestamps.instant(from), Timestamps.instant(to)));
        }
    }

    /**
     * Returns the time from one moment up to, and without, another; an absent end is open.
     *
     * @throws QueryException.BadParameter if the moments are in the wrong order or outside what a
     *     point can carry
     */
    public static TimeRange of(Optional<Instant> from, Optional<Instant> to) {
        return new TimeRange(
                from.map(moment -> nanos("from", moment)).orElse(ALWAYS.from),
                to.map(moment -> nanos("to", moment)).orElse(ALWAYS.to));
    }

    private static long nanos(String name, Instant moment) {
        try {
            return Timestamps.nanos(moment);
        } catch (IllegalArgumentException e) {
            throw new QueryException.BadParameter(name + ": " + e.getMessage());
        }
    }
}
