package io.tako.sample.graphite;

import io.tako.sample.point.Decimals;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Reads lines of Graphite: {@code path value timestamp}, the path with {@code ;tag=value} or not.
 */
final class GraphiteLine {

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PARTS = 3;

    private GraphiteLine() {}

    /**
     * Reads a line as a point with the field {@code value}; empty if it is none.
     *
     * @param now nanoseconds since the epoch, asked for a timestamp of -1
     */
    static Optional<Point> parse(String line, LongSupplier now) {
        String[] parts = BLANKS.split(line.strip(), -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        String[] path = parts[0].split(";", -1);
        Optional<Map<String, String>> tags = tags(path);
        OptionalDouble value = Decimals.read(parts[1]);
        OptionalLong timestamp = timestamp(parts[2], now);
        if (path[0].isEmpty() || tags.isEmpty() || value.isEmpty() || timestamp.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Point(
                        path[0],
                        tags.get(),
                        Map.of("value", new FieldValue.Decimal(value.getAsDouble())),
                        timestamp.getAsLong()));
    }

    private static Optional<Map<String, String>> tags(String[] path) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 1; i < path.length; i++) {
            int end = path[i].indexOf('=');
            if (end < 1 || end == path[i].length() - 1) {
                return Optional.empty();
            }
            tags.put(path[i].substring(0, end), path[i].substring(end + 1));
        }
        return Optional.of(tags);
    }

    /** Seconds since the epoch, whole ones exactly; fractions as a double has them. */
    private static OptionalLong timestamp(String text, LongSupplier now) {
        if (text.equals("-1")) {
            return OptionalLong.of(now.getAsLong());
        }
        OptionalDouble seconds = Decimals.read(text);
        if (seconds.isEmpty()
                || Math.abs(seconds.getAsDouble()) >= Long.MAX_VALUE / NANOS_PER_SECOND - 1) {
            return OptionalLong.empty();
        }
        double whole = Math.floor(seconds.getAsDouble());
        long fraction = Math.round((seconds.getAsDouble() - whole) * NANOS_PER_SECOND);
        return OptionalLong.of((long) whole * 1_000_000_000L + fraction);
    }
}
