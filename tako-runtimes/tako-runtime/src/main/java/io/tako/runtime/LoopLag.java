package io.tako.runtime;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how late each core's event loop comes to what is due, which is how long a request may
 * wait there. One timer per core; what is measured is told until this is closed.
 */
public final class LoopLag implements AutoCloseable {

    private final long intervalNanos;
    private final Sink sink;
    private final List<Probe> probes = new ArrayList<>();
    private volatile boolean closed;

    private LoopLag(Duration interval, Sink sink) {
        this.intervalNanos = interval.toNanos();
        this.sink = sink;
    }

    /**
     * Begins to measure every core of a runtime.
     *
     * @param interval the time between two measurements of a core
     * @param sink is told of each
     * @throws IllegalArgumentException if the interval is not positive
     */
    public static LoopLag measure(TakoRuntime runtime, Duration interval, Sink sink) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: > 0)");
        }
        LoopLag lag = new LoopLag(interval, sink);
        for (Core core : runtime.cores()) {
            Probe probe = lag.new Probe(core);
            lag.probes.add(probe);
            core.eventLoop().execute(probe::next);
        }
        return lag;
    }

    /** Ends the measuring. A measurement under way may still be told. */
    @Override
    public void close() {
        closed = true;
        for (Probe probe : probes) {
            try {
                probe.core.eventLoop().execute(probe::cancel);
            } catch (RejectedExecutionException ended) {
                // A loop that has ended took its timer along.
                continue;
            }
        }
    }

    /** Takes what is measured. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Called on the core's event loop; must not block.
         *
         * @param nanos how many nanoseconds after the due time the loop came, at least 0
         */
        void late(Core core, long nanos);
    }

    /** The timer of one core. On its event loop. */
    private final class Probe implements Runnable {

        private final Core core;
        private long due;
        private @Nullable Future<?> timer;

        Probe(Core core) {
            this.core = core;
        }

        @Override
        public void run() {
            sink.late(core, Math.max(0, System.nanoTime() - due));
            next();
        }

        /** A late measurement puts those after it off: one hold of the loop is told once. */
        void next() {
            if (!closed && !core.eventLoop().isShuttingDown()) {
                due = System.nanoTime() + intervalNanos;
                timer = core.eventLoop().schedule(this, intervalNanos, TimeUnit.NANOSECONDS);
            }
        }

        void cancel() {
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
