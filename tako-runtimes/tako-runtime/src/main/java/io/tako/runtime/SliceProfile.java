package io.tako.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been learned about slices of one kind: whether they hold the loop too long before the
 * handler parks or returns. Such slices then run on the JDK's scheduler, and are tried on the loop
 * again from time to time, because a cold JVM makes every first call slow.
 *
 * <p>A slice that took long without using the CPU either waited in native code or had the CPU taken
 * from it, by another process or a collection. The first comes again with the next handler and the
 * second does not, so one such slice proves nothing and several in a row do.
 *
 * <p>Used by all loops at once. Races lose a sample, never more.
 */
final class SliceProfile {

    /** A mean slice longer than this, in nanoseconds, is too long for a loop. */
    static final long LONG_SLICE = 500_000;

    /** A slice that mostly waited counts as no longer than this, in nanoseconds. */
    private static final long MOST_OF_A_WAIT = 2 * LONG_SLICE;

    private static final int SAMPLE_EVERY = 16;
    private static final int SAMPLES_BEFORE_JUDGING = 4;
    private static final int GOOD_PROBES_TO_RETURN = 2;
    private static final long FIRST_PROBE_AFTER = 1_000_000_000L;
    private static final long LAST_PROBE_AFTER = 64_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final @Nullable Advice always;
    private final LongSupplier clock;
    private final LongSupplier cpuClock;
    private int samples;
    private int untilSample;
    private long mean;
    private boolean offLoop;
    private int goodProbes;
    private long probeAt;
    private long probeAfter = FIRST_PROBE_AFTER;

    private SliceProfile(@Nullable Advice always, LongSupplier clock, LongSupplier cpuClock) {
        this.always = always;
        this.clock = clock;
        this.cpuClock = cpuClock;
    }

    /** A profile that learns, by the clocks of this machine. */
    static SliceProfile learning() {
        return learning(
                System::nanoTime,
                THREADS.isCurrentThreadCpuTimeSupported()
                        ? THREADS::getCurrentThreadCpuTime
                        : System::nanoTime);
    }

    /** A profile that learns, by other clocks. */
    static SliceProfile learning(LongSupplier nanoClock, LongSupplier cpuNanoClock) {
        return new SliceProfile(null, nanoClock, cpuNanoClock);
    }

    /** A profile that learns nothing and advises the same always. */
    static SliceProfile always(Advice advice) {
        return new SliceProfile(advice, () -> 0L, () -> 0L);
    }

    /** What to do with the next slice. */
    enum Advice {
        /** Run it on the loop. */
        LOOP,
        /** Run it on the loop and report how long it took. */
        MEASURE,
        /** Run it on the JDK's scheduler. */
        SCHEDULER
    }

    /** Advice for one slice; call once for each. */
    Advice next() {
        if (always != null) {
            return always;
        }
        if (offLoop) {
            if (clock.getAsLong() - probeAt < 0) {
                return Advice.SCHEDULER;
            }
            // One probe at a time: the others keep away until its slice is reported.
            probeAt = clock.getAsLong() + probeAfter;
            return Advice.MEASURE;
        }
        if (samples < SAMPLES_BEFORE_JUDGING || --untilSample <= 0) {
            untilSample = SAMPLE_EVERY;
            return Advice.MEASURE;
        }
        return Advice.LOOP;
    }

    /**
     * Reports how long a slice held the loop, after {@link Advice#MEASURE}.
     *
     * @param wall how long it took, in nanoseconds by the clock
     * @param cpu how long it ran, in nanoseconds by the CPU's clock
     */
    void slice(long wall, long cpu) {
        if (always != null) {
            return;
        }
        long nanos = cpu >= wall / 2 ? wall : Math.min(wall, MOST_OF_A_WAIT);
        if (offLoop) {
            probed(nanos);
            return;
        }
        mean = samples == 0 ? nanos : mean + (nanos - mean) / 4;
        if (samples < SAMPLES_BEFORE_JUDGING) {
            samples++;
        }
        if (samples == SAMPLES_BEFORE_JUDGING && mean > LONG_SLICE) {
            offLoop = true;
            goodProbes = 0;
            probeAt = clock.getAsLong() + probeAfter;
        }
    }

    private void probed(long nanos) {
        if (nanos > LONG_SLICE) {
            goodProbes = 0;
            probeAfter = Math.min(probeAfter * 2, LAST_PROBE_AFTER);
            probeAt = clock.getAsLong() + probeAfter;
        } else if (++goodProbes < GOOD_PROBES_TO_RETURN) {
            probeAt = clock.getAsLong();
        } else {
            offLoop = false;
            samples = 0;
            untilSample = 0;
            probeAfter = FIRST_PROBE_AFTER;
        }
    }

    /** Runs a slice on the calling thread and reports how long it took. */
    void measure(Runnable slice) {
        long begun = clock.getAsLong();
        long cpuBegun = cpuClock.getAsLong();
        slice.run();
        long cpu = cpuClock.getAsLong() - cpuBegun;
        slice(clock.getAsLong() - begun, cpu);
    }

    /** Whether such slices run on the JDK's scheduler at present. */
    boolean offLoop() {
        return offLoop;
    }

    /** The running mean of what was counted of slices on the loop, in nanoseconds. */
    long meanSliceNanos() {
        return mean;
    }
}
