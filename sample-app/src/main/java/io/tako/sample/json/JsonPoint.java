package io.tako.sample.json;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One point as JSON.
 *
 * @param measurement what was measured
 * @param tags where it was measured; may be left out
 * @param fields numbers, texts and truth values by name
 * @param timestamp an ISO 8601 moment with offset, or milliseconds since the epoch; now when left
 *     out
 */
public record JsonPoint(
        @NotBlank String measurement,
        @Nullable Map<@NotBlank String, @NotBlank String> tags,
        @NotEmpty @JsonDeserialize(contentUsing = FieldValueDeserializer.class)
                Map<@NotBlank String, @NotNull FieldValue> fields,
        @Nullable @JsonDeserialize(using = TimestampDeserializer.class) Instant timestamp) {

    /**
     * @param arrival nanoseconds since the epoch, asked only when there is no timestamp
     */
    Point toPoint(LongSupplier arrival) {
        return new Point(
                measurement,
                tags == null ? Map.of() : tags,
                fields,
                timestamp == null ? arrival.getAsLong() : Timestamps.nanos(timestamp));
    }
}
