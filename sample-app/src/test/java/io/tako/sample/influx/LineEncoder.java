package io.tako.sample.influx;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import java.util.StringJoiner;

/** Writes points as line protocol, to be read back. */
final class LineEncoder {

    private LineEncoder() {}

    static String encode(Point point) {
        StringBuilder line = new StringBuilder(escape(point.measurement()));
        point.tags()
                .forEach((key, tag) -> line.append(',').append(escape(key) + '=' + escape(tag)));
        StringJoiner fields = new StringJoiner(",", " ", " ");
        point.fields().forEach((key, value) -> fields.add(escape(key) + '=' + literal(value)));
        return line.append(fields).append(point.timestampNanos()).toString();
    }

    private static String escape(String name) {
        return name.replaceAll("[,= \"]", "\\\\$0");
    }

    private static String literal(FieldValue value) {
        return switch (value) {
            case FieldValue.Decimal(double number) -> Double.toString(number);
            case FieldValue.Whole(long number) -> number + "i";
            case FieldValue.Unsigned(long bits) -> Long.toUnsignedString(bits) + "u";
            case FieldValue.Flag(boolean flag) -> Boolean.toString(flag);
            case FieldValue.Text(String text) ->
                    '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        };
    }
}
