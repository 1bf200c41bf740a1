package io.tako.sample.influx;

import io.tako.sample.point.Excerpt;

/** The unit a batch's timestamps are in. */
public enum Precision {
    NANOSECONDS(1L),
    MICROSECONDS(1_000L),
    MILLISECONDS(1_000_000L),
    SECONDS(1_000_000_000L),
    MINUTES(60_000_000_000L),
    HOURS(3_600_000_000_000L);

    private final long nanos;

    Precision(long nanos) {
        this.nanos = nanos;
    }

    /**
     * Returns the unit the InfluxDB 2 write endpoint calls by that name.
     *
     * @param name {@code ns}, {@code us}, {@code ms} or {@code s}
     * @throws UnknownPrecisionException if the name is another
     */
    public static Precision v2(String name) {
        return switch (name) {
            case "ns" -> NANOSECONDS;
            case "us" -> MICROSECONDS;
            case "ms" -> MILLISECONDS;
            case "s" -> SECONDS;
            default -> throw unknown(name, "ns, us, ms, s");
        };
    }

    /**
     * Returns the unit the InfluxDB 1 write endpoint calls by that name.
     *
     * @param name {@code n} or {@code ns}, {@code u}, {@code ms}, {@code s}, {@code m} or {@code h}
     * @throws UnknownPrecisionException if the name is another
     */
    public static Precision v1(String name) {
        return switch (name) {
            case "n", "ns" -> NANOSECONDS;
            case "u" -> MICROSECONDS;
            case "ms" -> MILLISECONDS;
            case "s" -> SECONDS;
            case "m" -> MINUTES;
            case "h" -> HOURS;
            default -> throw unknown(name, "n, u, ms, s, m, h");
        };
    }

    /**
     * @throws ArithmeticException if the moment does not fit 64 bits of nanoseconds
     */
    long toNanos(long count) {
        return Math.multiplyExact(count, nanos);
    }

    private static UnknownPrecisionException unknown(String name, String known) {
        return new UnknownPrecisionException(
                "precision " + Excerpt.of(name) + " is not one of " + known);
    }
}
