package io.tako.sample.store;

import io.tako.sample.point.FieldValue;

/** One field of one measurement with one set of tags. Safe for many threads at once. */
abstract sealed class Series permits NumberSeries, LatestSeries {

    private final SeriesKey key;
    private final String id;
    private final FieldValue.Kind kind;

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

    /** Returns what the series looks like now. */
    abstract SeriesInfo info();
}
