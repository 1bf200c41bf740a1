package io.tako.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * What the shared runtime has learned about one route: whether its handlers hold the loop too long
 * before they park or return. Such handlers then start on the JDK's scheduler, and are tried on the
 * loop again from time to time, because a cold JVM makes every first call slow.
 *
 * <p>A slice that took long without using the CPU either waited in native code or had the CPU taken
 * from it, by another process or a collection. The first comes again with the next handler and the
 * second does not, so one such slice proves nothing and several in a row do.
 *
 * <p>One per route, used by all loops at once. Races lose a sample, never more.
 */
public final class ExecutionProfile {

    /** A mean slice longer than this, in nanoseconds, is too long for a loop. */
    static final long LONG_SLICE = 500_000;

    /** A slice that mostly waited counts as no longer than this, in nanoseconds. */
    private static final long MOST_OF_A_WAIT = 2 * LONG_SLICE;

    private static final int SAMPLE_EVERY = 16;
    private static final int SAMPLES_BEFORE_JUDGING = 4;
    private static final int GOOD_PROBES_TO_RETURN = 2;
    private static final long FIRST_PROBE_AFTER = 1_000_000_000L;
    private static final long LAST_PROBE_AFTER = 64_000_000_000L;
    private static final ExecutionProfile UNMEASURED =
            new ExecutionProfile(false, () -> 0L, () -> 0L);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final boolean learning;
    private final LongSupplier clock;
    private final LongSupplier cpuClock;
    private int samples;
    private int untilSample;
    private long mean;
    private boolean offLoop;
    private int goodProbes;
    private long probeAt;
    private long probeAfter = FIRST_PROBE_AFTER;

    private ExecutionProfile(boolean learning, LongSupplier clock, LongSupplier cpuClock) {
        this.learning = learning;
        this.clock = clock;
        this.cpuClock = cpuClock;
    }

    /** A profile that learns, for one route. */
    public static ExecutionProfile learning() {
        return learning(
                System::nanoTime,
                THREADS.isCurrentThreadCpuTimeSupported()
                        ? THREADS::getCurrentThreadCpuTime
                        : System::nanoTime);
    }

    /** The profile of handlers about which nothing is learned: always on the loop. */
    public static ExecutionProfile unmeasured() {
        return UNMEASURED;
    }

    static ExecutionProfile learning(LongSupplier nanoClock, LongSupplier cpuNanoClock) {
        return new ExecutionProfile(true, nanoClock, cpuNanoClock);
    }

    /** What to do with the next handler of this route. */
    public enum Advice {
        /** Start on the loop. */
        LOOP,
        /** Start on the loop and report how long the first slice took. */
        MEASURE,
        /** Start on the JDK's scheduler. */
        SCHEDULER
    }

    /** Advice for one start; call once per start. */
    public Advice next() {
        if (!learning) {
            return Advice.LOOP;
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
     * Reports how long a first slice held the loop, after {@link Advice#MEASURE}.
     *
     * @param wall how long it took, in nanoseconds by {@link #now}
     * @param cpu how long it ran, in nanoseconds by {@link #cpuNow}
     */
    public void slice(long wall, long cpu) {
        if (!learning) {
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

    /** Whether handlers of this route start on the JDK's scheduler at present. */
    public boolean offLoop() {
        return offLoop;
    }

    /** The running mean of what was counted of first slices on the loop, in nanoseconds. */
    public long meanSliceNanos() {
        return mean;
    }

    /** The clock that what a {@link #slice} took is measured with. */
    public long now() {
        return clock.getAsLong();
    }

    /** The calling platform thread's CPU time, or {@link #now} where the JVM does not tell it. */
    public long cpuNow() {
        return cpuClock.getAsLong();
    }
}
