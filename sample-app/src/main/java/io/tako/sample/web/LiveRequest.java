package io.tako.sample.web;

import io.tako.sample.store.SeriesFilter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the live socket asks for.
 *
 * @param type {@code subscribe} or {@code unsubscribe}
 * @param subscription the client's name for it, told with everything that comes by it
 * @param measurement this measurement only
 * @param field this field only
 * @param tags every one of these tags with this value
 */
record LiveRequest(
        @Nullable String type,
        @Nullable String subscription,
        @Nullable String measurement,
        @Nullable String field,
        @Nullable Map<String, String> tags) {

    SeriesFilter filter() {
        return new SeriesFilter(
                Optional.ofNullable(measurement),
                Optional.ofNullable(field),
                tags == null ? Map.of() : tags);
    }
}
