package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A series of texts or truth values: only the value with the latest timestamp is kept. */
final class LatestSeries extends Series {

    private long timestamp = Long.MIN_VALUE;
    private @Nullable FieldValue value;

    LatestSeries(SeriesKey key, FieldValue.Kind kind) {
        super(key, kind);
    }

    /** Never a drop: keeping one value is what this series is for. */
    @Override
    synchronized boolean append(long timestampNanos, FieldValue value) {
        if (timestampNanos >= timestamp) {
            this.timestamp = timestampNanos;
            this.value = value;
        }
        return false;
    }

    @Override
    synchronized SeriesInfo info() {
        Optional<SeriesInfo.Latest> latest =
                Optional.ofNullable(value).map(v -> new SeriesInfo.Latest(timestamp, v));
        return SeriesInfo.of(this, latest.isPresent() ? 1 : 0, latest);
    }
}
