package io.tako.runtime;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a runtime is set up. Start from {@link #defaults()} and change what matters.
 *
 * @param loops event loops, and so cores, to run; 0 for one per processor the JVM may use; at most
 *     1,024
 * @param io the wanted I/O back end
 * @param pin whether loops are pinned to CPUs; null pins where the process may run on at least as
 *     many CPUs as there are loops; true refuses to start where that is impossible. Only the
 *     per-core runtime pins
 * @param watchdogThreshold how long one handler may hold its loop before the watchdog names it;
 *     zero turns the watchdog off
 * @param watchdogInterval how often the watchdog looks; null for a quarter of the threshold, at
 *     least 10 ms and at most 1 s
 * @param threadPrefix first part of the name of every thread of this runtime
 * @param inherits whether listeners are to have sockets that another process has opened ({@link
 *     InheritedAddress}), which epoll alone can take over
 * @param onLoopFailure what is done when a loop has ended by an error
 * @param threadLocals what no request leaves behind on a loop
 */
public record RuntimeConfig(
        int loops,
        IoPreference io,
        @Nullable Boolean pin,
        Duration watchdogThreshold,
        @Nullable Duration watchdogInterval,
        String threadPrefix,
        boolean inherits,
        LoopFailure onLoopFailure,
        ThreadLocalGuard threadLocals) {

    private static final int MOST_LOOPS = 1_024;

    /**
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public RuntimeConfig {
        Objects.requireNonNull(io, "io");
        Objects.requireNonNull(watchdogThreshold, "watchdogThreshold");
        Objects.requireNonNull(threadPrefix, "threadPrefix");
        Objects.requireNonNull(onLoopFailure, "onLoopFailure");
        Objects.requireNonNull(threadLocals, "threadLocals");
        if (loops < 0 || loops > MOST_LOOPS) {
            throw new IllegalArgumentException(
                    "loops: " + loops + " (expected: 0 for one per processor, or 1 to 1024)");
        }
        if (watchdogThreshold.isNegative()) {
            throw new IllegalArgumentException(
                    "watchdogThreshold: " + watchdogThreshold + " (expected: 0 for off, or more)");
        }
        if (watchdogInterval != null
                && (watchdogInterval.isNegative() || watchdogInterval.isZero())) {
            throw new IllegalArgumentException(
                    "watchdogInterval: " + watchdogInterval + " (expected: more than 0)");
        }
        if (threadPrefix.isBlank()) {
            throw new IllegalArgumentException("threadPrefix: blank (expected: a name)");
        }
    }

    /** One loop per processor, automatic back end and pinning, watchdog at one second. */
    public static RuntimeConfig defaults() {
        return new RuntimeConfig(
                0,
                IoPreference.AUTO,
                null,
                Duration.ofSeconds(1),
                null,
                "tako",
                false,
                LoopFailure.REPORT,
                ThreadLocalGuard.MDC_ONLY);
    }

    /** The same with another number of loops; 0 for one per processor. */
    public RuntimeConfig withLoops(int loops) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with another wanted back end. */
    public RuntimeConfig withIo(IoPreference io) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with pinning on, off, or decided by the machine (null). */
    public RuntimeConfig withPin(@Nullable Boolean pin) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with another watchdog threshold and the interval that follows from it. */
    public RuntimeConfig withWatchdog(Duration threshold) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                threshold,
                null,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with another watchdog threshold and interval. */
    public RuntimeConfig withWatchdog(Duration threshold, Duration interval) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                threshold,
                interval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with another thread name prefix. */
    public RuntimeConfig withThreadPrefix(String threadPrefix) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with inherited sockets among those of its listeners, or without. */
    public RuntimeConfig withInherits(boolean inherits) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with something else done when a loop has ended by an error. */
    public RuntimeConfig withOnLoopFailure(LoopFailure onLoopFailure) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The same with another guard of its loops' thread locals. */
    public RuntimeConfig withThreadLocals(ThreadLocalGuard threadLocals) {
        return new RuntimeConfig(
                loops,
                io,
                pin,
                watchdogThreshold,
                watchdogInterval,
                threadPrefix,
                inherits,
                onLoopFailure,
                threadLocals);
    }

    /** The number of loops to run on this machine. */
    public int effectiveLoops() {
        return loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
    }

    /** The interval at which the watchdog looks on this machine. */
    public Duration effectiveWatchdogInterval() {
        if (watchdogInterval != null) {
            return watchdogInterval;
        }
        long quarter = watchdogThreshold.toMillis() / 4;
        return Duration.ofMillis(Math.clamp(quarter, 10, 1_000));
    }
}
