package io.tako.benchmarks.load;

import java.util.concurrent.TimeUnit;

/** Counts durations by the microsecond, those of a second and longer as one. For one thread. */
final class Latencies {
    private final int[] counts = new int[1_000_001];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(nanos / 1000, TimeUnit.SECONDS.toMicros(1))]++;
        total++;
    }

    long count() {
        return total;
    }

    /** The microseconds that this part of the durations did not take longer than. */
    int quantile(double part) {
        long rank = (long) Math.ceil(part * total);
        long seen = 0;
        for (int micros = 0; micros < counts.length; micros++) {
            seen += counts[micros];
            if (seen >= rank) {
                return micros;
            }
        }
        return counts.length - 1;
    }
}
