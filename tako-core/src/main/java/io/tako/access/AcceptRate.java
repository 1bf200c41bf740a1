package io.tako.access;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Turns peers away that come too fast, all sources together. Kept by the generic cell rate
 * algorithm: one number, the time at which the connections let in so far would have come at the
 * steady rate. It may run ahead of the clock by the burst. Datagrams pass: nothing is accepted for
 * them.
 */
public final class AcceptRate implements ConnectionFilter {

    private static final int MAX_RATE = 1_000_000;

    private final LongSupplier clock;
    private final long origin;
    private final long interval;
    private final long tolerance;
    private final Admission denied;
    private final AtomicLong due = new AtomicLong();

    private AcceptRate(int perSecond, int burst, LongSupplier clock) {
        this.clock = clock;
        this.origin = clock.getAsLong();
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.tolerance = (burst - 1) * interval;
        this.denied = Admission.deny("more than " + perSecond + " connections a second");
    }

    /**
     * Lets in so many connections a second.
     *
     * @param perSecond the steady rate, 1 to 1,000,000
     * @param burst how many may come at once after a quiet time, at least 1
     */
    public static AcceptRate of(int perSecond, int burst) {
        return of(perSecond, burst, System::nanoTime);
    }

    static AcceptRate of(int perSecond, int burst, LongSupplier clock) {
        if (perSecond < 1 || perSecond > MAX_RATE) {
            throw new IllegalArgumentException(
                    "perSecond: " + perSecond + " (expected: 1 to " + MAX_RATE + ")");
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: >= 1)");
        }
        return new AcceptRate(perSecond, burst, clock);
    }

    @Override
    public Admission admit(ConnectionAttempt attempt) {
        if (attempt.transport() == Transport.UDP) {
            return Admission.allow();
        }
        long now = clock.getAsLong() - origin;
        while (true) {
            long last = due.get();
            long from = Math.max(last, now);
            if (from - now > tolerance) {
                return denied;
            }
            if (due.compareAndSet(last, from + interval)) {
                return Admission.allow();
            }
        }
    }
}
