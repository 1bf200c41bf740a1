package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import java.util.Map;
import java.util.Optional;

/**
 * What a series is and holds at one moment.
 *
 * @param id 32 hexadecimal digits, the same for this measurement, tags and field in every run
 * @param tags iterates in key order
 * @param points samples kept; at most 1 for texts and truth values
 * @param latest the newest value, absent only while the first is being written
 */
public record SeriesInfo(
        String id,
        String measurement,
        Map<String, String> tags,
        String field,
        FieldValue.Kind kind,
        int points,
        Optional<Latest> latest) {

    /**
     * The newest value of a series.
     *
     * @param value numbers are always {@link FieldValue.Decimal}
     */
    public record Latest(long timestampNanos, FieldValue value) {}

    static SeriesInfo of(Series series, int points, Optional<Latest> latest) {
        SeriesKey key = series.key();
        return new SeriesInfo(
                series.id(),
                key.measurement(),
                key.tags(),
                key.field(),
                series.kind(),
                points,
                latest);
    }
}
