package io.tako.sample.influx;

import io.tako.sample.point.Excerpt;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Reads one line: {@code measurement[,tag=value...] field=value[,field=value...] [timestamp]}.
 *
 * <p>A backslash before a comma, an equals sign, a space or a quote takes that character literally
 * in any name and tag value; before anything else it is itself. InfluxDB leaves the backslash of
 * {@code \"} in names, but Micrometer escapes quotes there and means the quote.
 *
 * <p>A tag or field named twice is refused: InfluxDB would keep one of the two silently.
 */
final class LineParser {

    private static final String ESCAPABLE = ",= \"";

    private final String line;
    private int at;

    private LineParser(String line) {
        this.line = line;
    }

    /**
     * Returns the point the line describes.
     *
     * @param arrival nanoseconds since the epoch, asked only when the line has no timestamp
     * @throws MalformedLineException naming what is wrong and where
     */
    static Point parse(String line, Precision precision, LongSupplier arrival)
            throws MalformedLineException {
        return new LineParser(line).point(precision, arrival);
    }

    private Point point(Precision precision, LongSupplier arrival) throws MalformedLineException {
        skipSpaces();
        String measurement = name(", ");
        if (measurement.isEmpty()) {
            throw malformed("there is no measurement before " + rest());
        }
        Map<String, String> tags = tags();
        skipSpaces();
        if (atEnd()) {
            throw malformed("there is no field after " + Excerpt.of(line));
        }
        Map<String, FieldValue> fields = fields();
        skipSpaces();
        long timestamp = atEnd() ? arrival.getAsLong() : timestamp(precision);
        return new Point(measurement, tags, fields, timestamp);
    }

    private Map<String, String> tags() throws MalformedLineException {
        Map<String, String> tags = new TreeMap<>();
        while (next(',')) {
            String key = key("tag");
            String value = name(",= ");
            if (value.isEmpty()) {
                throw malformed("tag " + Excerpt.of(key) + " has no value");
            }
            if (!atEnd() && line.charAt(at) == '=') {
                throw malformed("tag " + Excerpt.of(key) + " has a second '=' without backslash");
            }
            if (tags.put(key, value) != null) {
                throw malformed("tag " + Excerpt.of(key) + " is there twice");
            }
        }
        return tags;
    }

    private Map<String, FieldValue> fields() throws MalformedLineException {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        do {
            String key = key("field");
            if (fields.put(key, fieldValue(key)) != null) {
                throw malformed("field " + Excerpt.of(key) + " is there twice");
            }
        } while (next(','));
        return fields;
    }

    private FieldValue fieldValue(String key) throws MalformedLineException {
        if (next('"')) {
            String text = quoted(key);
            if (!atEnd() && line.charAt(at) != ',' && line.charAt(at) != ' ') {
                throw malformed(
                        "field " + Excerpt.of(key) + " goes on after its closing quote: " + rest());
            }
            return new FieldValue.Text(text);
        }
        String literal = word(", ");
        if (literal.isEmpty()) {
            throw malformed("field " + Excerpt.of(key) + " has no value");
        }
        try {
            return FieldLiteral.parse(literal);
        } catch (MalformedLineException e) {
            throw malformed("field " + Excerpt.of(key) + ": " + e.reason());
        }
    }

    private String quoted(String key) throws MalformedLineException {
        int start = at;
        StringBuilder text = new StringBuilder();
        while (!atEnd()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            if (c == '\\' && !atEnd() && (line.charAt(at) == '"' || line.charAt(at) == '\\')) {
                c = line.charAt(at++);
            }
            text.append(c);
        }
        throw malformed(
                "field "
                        + Excerpt.of(key)
                        + " has no closing quote on its line: "
                        + Excerpt.of(line.substring(start)));
    }

    private long timestamp(Precision precision) throws MalformedLineException {
        String digits = word(" ");
        skipSpaces();
        if (!atEnd()) {
            throw malformed("there is more after the timestamp: " + rest());
        }
        if (!FieldLiteral.isWhole(digits)) {
            throw malformed("timestamp " + Excerpt.of(digits) + " is not a whole number");
        }
        try {
            long nanos = precision.toNanos(Long.parseLong(digits));
            if (nanos >= Timestamps.MIN && nanos <= Timestamps.MAX) {
                return nanos;
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // Too large for 64 bits: told below, like what is too large for the range.
        }
        throw malformed(Timestamps.OUT_OF_RANGE + ": " + Excerpt.of(digits) + " " + precision);
    }

    private String key(String what) throws MalformedLineException {
        int start = at;
        String key = name(",= ");
        if (key.isEmpty()) {
            throw malformed("a " + what + " has no name before " + rest());
        }
        if (!next('=')) {
            throw malformed(
                    what + " " + Excerpt.of(line.substring(start, at)) + " has no '=' and value");
        }
        return key;
    }

    private String name(String ends) {
        int start = at;
        boolean escaped = false;
        while (!atEnd() && ends.indexOf(line.charAt(at)) < 0) {
            if (isEscape(at)) {
                escaped = true;
                at++;
            }
            at++;
        }
        return escaped ? unescaped(start, at) : line.substring(start, at);
    }

    private String unescaped(int start, int end) {
        StringBuilder name = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            if (isEscape(i)) {
                i++;
            }
            name.append(line.charAt(i));
        }
        return name.toString();
    }

    private boolean isEscape(int index) {
        return line.charAt(index) == '\\'
                && index + 1 < line.length()
                && ESCAPABLE.indexOf(line.charAt(index + 1)) >= 0;
    }

    private String word(String ends) {
        int start = at;
        while (!atEnd() && ends.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(start, at);
    }

    private boolean next(char expected) {
        if (atEnd() || line.charAt(at) != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpaces() {
        while (!atEnd() && line.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean atEnd() {
        return at >= line.length();
    }

    private String rest() {
        return Excerpt.of(line.substring(at));
    }

    private static MalformedLineException malformed(String reason) {
        return new MalformedLineException(reason);
    }
}
