package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One field of one measurement with one set of tags. Safe for many threads at once. */
abstract sealed class Series implements SeriesFeed permits NumberSeries, LatestSeries {

    private final SeriesKey key;
    private final String id;
    private final FieldValue.Kind kind;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    Series(SeriesKey key, FieldValue.Kind kind) {
        this.key = key;
        this.id = key.id();
        this.kind = kind;
    }

    final SeriesKey key() {
        return key;
    }

    final String id() {
        return id;
    }

    final FieldValue.Kind kind() {
        return kind;
    }

    /**
     * Stores a value of this series' kind.
     *
     * @return whether a sample had to be dropped for it
     */
    abstract boolean append(long timestampNanos, FieldValue value);

    /**
     * Takes up no more values, if the newest is from before the moment. A series without any is of
     * now, which is before the largest long only.
     *
     * @return false if it goes on, or had ended before
     */
    abstract boolean end(long moment);

    @Override
    public final Watch watch(Runnable arrived) {
        watchers.add(arrived);
        return () -> watchers.remove(arrived);
    }

    /** Tells those who follow that a value was stored; outside of every lock of the series. */
    final void announce() {
        for (Runnable watcher : watchers) {
            watcher.run();
        }
    }
}
