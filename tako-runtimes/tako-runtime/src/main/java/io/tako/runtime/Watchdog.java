package io.tako.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the loops from a thread of its own, names the handler that holds one too long, and has
 * those {@link LoopRescue freed} that wait for a lock. The loops pay a few plain writes for each
 * slice and turn, and read no clock.
 */
final class Watchdog implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final Watch[] watches;
    private final LoopRescue[] rescues;
    private final Pinning pinning;
    private final long thresholdNanos;
    private final long intervalNanos;
    private final AtomicLong hits = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Watchdog(List<Core> cores, Pinning pinning, RuntimeConfig config) {
        this.pinning = pinning;
        this.thresholdNanos = config.watchdogThreshold().toNanos();
        this.intervalNanos =
                thresholdNanos == 0
                        ? Duration.ofSeconds(1).toNanos()
                        : config.effectiveWatchdogInterval().toNanos();
        this.watches = cores.stream().map(Watch::new).toArray(Watch[]::new);
        this.rescues =
                cores.stream()
                        .map(core -> new LoopRescue(core, thresholdNanos))
                        .toArray(LoopRescue[]::new);
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(config.threadPrefix() + "-watchdog")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this);
    }

    void start() {
        if (thresholdNanos > 0 || pinning.active()) {
            thread.start();
        }
    }

    long hits() {
        return hits.get();
    }

    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(this, intervalNanos);
            if (closed) {
                return;
            }
            try {
                pinning.freeStrays();
                if (thresholdNanos > 0) {
                    long now = System.nanoTime();
                    for (Watch watch : watches) {
                        watch.look(now);
                    }
                    for (LoopRescue rescue : rescues) {
                        rescue.look(now);
                    }
                }
            } catch (RuntimeException e) {
                log.warn("The watchdog missed a look", e);
            }
        }
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the watchdog remembers of one loop between two looks. */
    private final class Watch {
        private final Core core;
        private long slice = -1;
        private long since;
        private long reportAfter = thresholdNanos;
        private @Nullable String reported;

        Watch(Core core) {
            this.core = core;
        }

        void look(long now) {
            Object running = core.running();
            long current = core.slices();
            if (running == null || current != slice) {
                over(now);
                slice = running == null ? -1 : current;
                since = now;
                return;
            }
            long held = now - since;
            if (held >= reportAfter) {
                report(running, held);
                reportAfter = Math.max(reportAfter, held) * 10;
            }
        }

        private void over(long now) {
            if (reported != null) {
                log.warn("{} is free again after {} ms: {}", core, millis(now - since), reported);
                reported = null;
                reportAfter = thresholdNanos;
            }
        }

        private void report(Object running, long held) {
            String name = describe(running);
            reported = name;
            hits.incrementAndGet();
            log.warn(
                    "{} has been held for {} ms by {}; no other connection of this core is served."
                            + " It is at:{}",
                    core,
                    millis(held),
                    name,
                    stack(running));
        }

        private String describe(Object running) {
            return switch (running) {
                case Strand strand -> {
                    HandlerTask task = strand.task();
                    yield task == null ? "a handler that has ended" : task.describe();
                }
                case ChildSlice child -> child.describe();
                case HandlerTask task -> task.describe();
                default -> running.toString();
            };
        }

        private String stack(Object running) {
            StackTraceElement[] frames = {};
            if (running instanceof Strand strand && strand.thread() instanceof Thread handler) {
                frames = handler.getStackTrace();
            }
            if (frames.length == 0 && core.thread() instanceof Thread loop) {
                frames = loop.getStackTrace();
            }
            StringBuilder text = new StringBuilder();
            for (StackTraceElement frame : frames) {
                text.append(System.lineSeparator()).append("\tat ").append(frame);
            }
            return text.toString();
        }

        private long millis(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(nanos);
        }
    }
}
