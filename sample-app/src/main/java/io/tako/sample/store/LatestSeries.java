package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Timestamps;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A series of texts or truth values: only the value with the latest timestamp is kept. */
final class LatestSeries extends Series {

    private long timestamp = Long.MIN_VALUE;
    private @Nullable FieldValue value;
    private long arrived;
    private boolean ended;

    LatestSeries(SeriesKey key, FieldValue.Kind kind) {
        super(key, kind);
    }

    /** Never a drop: keeping one value is what this series is for. */
    @Override
    synchronized boolean append(long timestampNanos, FieldValue value) {
        boolean same = timestampNanos == timestamp && value.equals(this.value);
        if (timestampNanos >= timestamp && !same && !ended) {
            this.timestamp = timestampNanos;
            this.value = value;
            arrived++;
        }
        return false;
    }

    @Override
    synchronized boolean end(long moment) {
        boolean ends = !ended && (value == null ? Timestamps.MAX : timestamp) < moment;
        ended |= ends;
        return ends;
    }

    @Override
    public synchronized long latest() {
        return arrived;
    }

    @Override
    public synchronized Arrivals after(long number, int most) {
        if (number >= arrived || value == null) {
            return Arrivals.none(number);
        }
        Arrival latest = new Arrival(arrived, timestamp, value);
        return new Arrivals(List.of(latest), arrived - 1 - number, arrived);
    }

    @Override
    public synchronized SeriesInfo info() {
        Optional<SeriesInfo.Latest> latest =
                Optional.ofNullable(value).map(v -> new SeriesInfo.Latest(timestamp, v));
        return SeriesInfo.of(this, latest.isPresent() ? 1 : 0, latest);
    }
}
