package io.tako.sample.json;

import io.tako.sample.point.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads a moment: ISO 8601 with offset, or whole milliseconds since the epoch. */
final class TimestampDeserializer extends StdDeserializer<Instant> {

    TimestampDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            long millis = json.getLongValue();
            Instant moment = Instant.ofEpochMilli(millis);
            return fits(moment)
                    ? moment
                    : (Instant)
                            context.handleWeirdNumberValue(
                                    Instant.class, millis, Timestamps.OUT_OF_RANGE);
        }
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return parse(json.getString(), context);
        }
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
    }

    private static Instant parse(String text, DeserializationContext context) {
        Instant moment;
        try {
            moment = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return weird(text, context, "not an ISO 8601 moment with offset");
        }
        return fits(moment) ? moment : weird(text, context, Timestamps.OUT_OF_RANGE);
    }

    private static Instant weird(String text, DeserializationContext context, String reason) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, reason);
    }

    private static boolean fits(Instant moment) {
        try {
            Timestamps.nanos(moment);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
