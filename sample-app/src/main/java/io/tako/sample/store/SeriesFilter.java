package io.tako.sample.store;

import java.util.Map;
import java.util.Optional;

/**
 * Which series to list: those that match everything named here.
 *
 * @param measurement this measurement only
 * @param field this field only
 * @param tags every one of these tags with this value; a series may have others besides
 */
public record SeriesFilter(
        Optional<String> measurement, Optional<String> field, Map<String, String> tags) {

    /** Every series. */
    public static final SeriesFilter ALL =
            new SeriesFilter(Optional.empty(), Optional.empty(), Map.of());

    public SeriesFilter {
        tags = Map.copyOf(tags);
    }

    boolean matches(SeriesKey key) {
        return (measurement.isEmpty() || measurement.get().equals(key.measurement()))
                && (field.isEmpty() || field.get().equals(key.field()))
                && key.tags().entrySet().containsAll(tags.entrySet());
    }
}
