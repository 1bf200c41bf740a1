package io.tako.sample.ingest;

import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.WriteOutcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Points written one by one on behalf of one sender, who is told which were refused. Each point is
 * in the store when {@link #write} returns, so a batch that breaks off keeps what came before. For
 * one thread.
 */
public final class WriteBatch {

    /** Refusals listed in a report; the rest are counted only. */
    public static final int LISTED_REFUSALS = 100;

    private final SeriesStore store;
    private final InstantSource clock;
    private final List<Refusal> refusals = new ArrayList<>();
    private long written;
    private long rejected;
    private long latest = Long.MIN_VALUE;

    /**
     * @param clock what points without timestamp are dated by
     */
    public WriteBatch(SeriesStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Returns now, in nanoseconds since the epoch, and never the same twice: two points of one
     * series that bring no timestamp stay two.
     */
    public long arrival() {
        latest = Math.max(latest + 1, Timestamps.nanos(clock.instant()));
        return latest;
    }

    /** Stores the point, or notes why the store refused it. */
    public void write(long position, Point point) {
        switch (store.write(point)) {
            case WriteOutcome.Stored _ -> written++;
            case WriteOutcome.Refused refused -> note(position, refused.reason());
        }
    }

    /** Notes something that was sent as a point and is none. */
    public void malformed(long position, String reason) {
        store.countMalformed();
        note(position, reason);
    }

    /** Returns what became of the points so far. */
    public WriteReport report() {
        return new WriteReport(written, rejected, refusals);
    }

    private void note(long position, String reason) {
        rejected++;
        if (refusals.size() < LISTED_REFUSALS) {
            refusals.add(new Refusal(position, reason));
        }
    }
}
