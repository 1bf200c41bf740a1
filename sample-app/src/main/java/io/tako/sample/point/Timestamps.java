package io.tako.sample.point;

import java.math.BigInteger;
import java.time.Instant;

/** Moments as 64-bit nanoseconds since the epoch, the range InfluxDB keeps: 1677 to 2262. */
public final class Timestamps {

    /** The earliest moment a point can carry. */
    public static final long MIN = Long.MIN_VALUE + 2;

    /** The latest moment a point can carry; one below the largest long, which ends open ranges. */
    public static final long MAX = Long.MAX_VALUE - 1;

    /** What a writer is told about a moment that does not fit. */
    public static final String OUT_OF_RANGE =
            "the timestamp is outside " + instant(MIN) + " to " + instant(MAX);

    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private Timestamps() {}

    /**
     * Returns the nanoseconds from the epoch to the moment.
     *
     * @throws IllegalArgumentException if the moment is outside {@link #MIN} to {@link #MAX}
     */
    public static long nanos(Instant moment) {
        BigInteger nanos =
                BigInteger.valueOf(moment.getEpochSecond())
                        .multiply(NANOS_PER_SECOND)
                        .add(BigInteger.valueOf(moment.getNano()));
        if (nanos.bitLength() > 63 || nanos.longValue() < MIN || nanos.longValue() > MAX) {
            throw new IllegalArgumentException(OUT_OF_RANGE);
        }
        return nanos.longValue();
    }

    /** Returns the moment that many nanoseconds after the epoch, or before it when negative. */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
