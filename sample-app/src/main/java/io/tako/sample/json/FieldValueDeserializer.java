package io.tako.sample.json;

import io.tako.sample.point.FieldValue;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads a JSON number, string, true or false as a field value; anything else is refused. */
final class FieldValueDeserializer extends StdDeserializer<FieldValue> {

    private static final int MOST_DIGITS = 20;

    FieldValueDeserializer() {
        super(FieldValue.class);
    }

    @Override
    public FieldValue deserialize(JsonParser json, DeserializationContext context) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> new FieldValue.Flag(true);
            case VALUE_FALSE -> new FieldValue.Flag(false);
            case VALUE_STRING -> new FieldValue.Text(json.getString());
            case VALUE_NUMBER_INT -> whole(json, context);
            case VALUE_NUMBER_FLOAT -> decimal(json, context);
            default -> (FieldValue) context.handleUnexpectedToken(FieldValue.class, json);
        };
    }

    private static FieldValue whole(JsonParser json, DeserializationContext context) {
        if (json.getString().length() > MOST_DIGITS) {
            return tooLarge(json, context);
        }
        BigInteger number = json.getBigIntegerValue();
        if (number.bitLength() < Long.SIZE) {
            return new FieldValue.Whole(number.longValue());
        }
        return number.signum() > 0 && number.bitLength() == Long.SIZE
                ? new FieldValue.Unsigned(number.longValue())
                : tooLarge(json, context);
    }

    private static FieldValue decimal(JsonParser json, DeserializationContext context) {
        double number = json.getDoubleValue();
        return Double.isFinite(number) ? new FieldValue.Decimal(number) : tooLarge(json, context);
    }

    private static FieldValue tooLarge(JsonParser json, DeserializationContext context) {
        return (FieldValue)
                context.handleWeirdNumberValue(
                        FieldValue.class, 0, "the number does not fit 64 bits");
    }
}
