package io.tako.transport.spine;

import io.tako.transport.DrainReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One drain of a server, on a virtual thread of its own: the delay, the end of accepting, the
 * connections' ends, and the cut of what is left.
 */
public final class Drain implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK_MILLIS = 5;

    private final List<Listener> listeners;
    private final Duration delay;
    private final Duration limit;
    private final Runnable atEnd;
    private final CompletableFuture<DrainReport> report = new CompletableFuture<>();
    private final CountDownLatch cut = new CountDownLatch(1);
    private long endedBefore;

    /**
     * The action runs before the report is given. Without a delay answers say from here on that
     * they are the last of their connection, whenever the thread comes to run this.
     */
    public Drain(List<Listener> listeners, Duration delay, Duration limit, Runnable atEnd) {
        this.listeners = listeners;
        this.delay = delay;
        this.limit = limit;
        this.atEnd = atEnd;
        this.endedBefore = ended();
        if (delay.isZero()) {
            listeners.forEach(Listener::beginDrain);
        }
    }

    /** Completes when all connections have ended. Never fails. */
    public CompletableFuture<DrainReport> report() {
        return report;
    }

    /** Ends the drain now, with everything that is left. Returns at once. */
    public void cut() {
        cut.countDown();
    }

    @Override
    public void run() {
        DrainReport result = new DrainReport(0, 0, Map.of());
        try {
            result = drain();
        } finally {
            atEnd.run();
            report.complete(result);
        }
    }

    private DrainReport drain() {
        boolean whole = !cutWithin(delay.toMillis());
        long begun = System.nanoTime();
        if (!delay.isZero()) {
            endedBefore = ended();
        }
        List<Thread> accepting =
                whole
                        ? listeners.stream()
                                .map(l -> Thread.ofVirtual().name("tako-drain").start(l::drain))
                                .toList()
                        : List.of();
        long end = begun + limit.toNanos();
        // In this order: the last that was accepted is counted before the accepting is over.
        while (accepting.stream().anyMatch(Thread::isAlive) || busy() > 0) {
            if (System.nanoTime() - end >= 0 || cutWithin(LOOK_MILLIS)) {
                break;
            }
        }
        int left = busy();
        long ended = ended();
        Map<String, Integer> cutAt = new TreeMap<>();
        for (Listener listener : listeners) {
            listener.cut().forEach((kind, count) -> cutAt.merge(kind, count, Integer::sum));
        }
        int finished = Math.toIntExact(Math.max(0, ended - endedBefore));
        DrainReport result = new DrainReport(finished, left, cutAt);
        log.info(
                "Drained in {} ms: {}",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                result);
        return result;
    }

    private boolean cutWithin(long millis) {
        try {
            return cut.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private int busy() {
        return listeners.stream().mapToInt(Listener::busy).sum();
    }

    /** How many connections have ended so far, since the server was started. */
    private long ended() {
        return listeners.stream()
                .map(Listener::counts)
                .mapToLong(counts -> counts.accepted() - counts.connections())
                .sum();
    }
}
