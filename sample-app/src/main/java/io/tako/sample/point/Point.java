package io.tako.sample.point;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement at one moment, whatever protocol it came by. Immutable.
 *
 * @param measurement what was measured, not empty
 * @param tags where it was measured; iterates in key order
 * @param fields what was read, at least one; iterates as given
 * @param timestampNanos nanoseconds since the epoch, from {@link Timestamps#MIN} to {@link
 *     Timestamps#MAX}
 */
public record Point(
        String measurement,
        Map<String, String> tags,
        Map<String, FieldValue> fields,
        long timestampNanos) {

    /**
     * Copies both maps.
     *
     * @throws IllegalArgumentException if the measurement or a name is empty, there is no field, or
     *     the timestamp is out of range
     */
    public Point {
        requireNonNull(measurement, "measurement");
        if (measurement.isEmpty()) {
            throw new IllegalArgumentException("the measurement is empty");
        }
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("there is no field");
        }
        if (tags.containsKey("") || fields.containsKey("")) {
            throw new IllegalArgumentException("a tag or field has an empty name");
        }
        if (timestampNanos < Timestamps.MIN || timestampNanos > Timestamps.MAX) {
            throw new IllegalArgumentException(Timestamps.OUT_OF_RANGE);
        }
    }
}
