package io.tako.sample.statsd;

import io.tako.sample.point.Decimals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One line of StatsD: {@code name:value|type|@rate|#tag:value,...}. Tags may also stand behind the
 * name, as {@code name,tag=value} (Telegraf) or {@code name#tag=value} (Sysdig), and there may be
 * several values with a colon between (DogStatsD 1.1).
 *
 * @param name not empty
 * @param tags those of both places
 * @param values at least one; finite numbers, unless it is a set
 * @param rate the part of all events that was sent, above 0 and up to 1
 */
record StatsdLine(
        String name, Map<String, String> tags, Type type, List<String> values, double rate) {

    /** What the values mean. */
    enum Type {
        COUNTER("count"),
        GAUGE("value"),
        TIMER("ms"),
        /** Histograms and distributions. */
        SAMPLE("sample"),
        SET("unique");

        private final String field;

        Type(String field) {
            this.field = field;
        }

        /** The field of the series it is kept as. */
        String field() {
            return field;
        }
    }

    StatsdLine {
        tags = Map.copyOf(tags);
        values = List.copyOf(values);
    }

    /** Reads a line; empty if it is not one that can be understood in every part. */
    static Optional<StatsdLine> parse(String line) {
        int colon = line.indexOf(':');
        String[] sections = line.substring(colon + 1).split("\\|", -1);
        if (colon < 1 || sections.length < 2) {
            return Optional.empty();
        }
        Map<String, String> tags = new TreeMap<>();
        Optional<String> name = name(line.substring(0, colon), tags);
        Optional<Type> type = type(sections[1]);
        OptionalDouble rate = OptionalDouble.of(1);
        boolean good = name.isPresent() && type.isPresent();
        for (int i = 2; good && i < sections.length; i++) {
            String section = sections[i];
            if (section.startsWith("@")) {
                rate = Decimals.read(section.substring(1));
                good = rate.isPresent() && rate.getAsDouble() > 0 && rate.getAsDouble() <= 1;
            } else if (section.startsWith("#")) {
                good = readTags(section.substring(1), ':', tags);
            } else {
                // The container and other origins of DogStatsD; nothing is kept of them.
                good = section.startsWith("c:") || section.startsWith("e:");
            }
        }
        List<String> values = List.of(sections[0].split(":", -1));
        if (!good || !valid(type.get(), values)) {
            return Optional.empty();
        }
        return Optional.of(
                new StatsdLine(name.get(), tags, type.get(), values, rate.getAsDouble()));
    }

    private static Optional<String> name(String text, Map<String, String> tags) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '#') {
            end++;
        }
        boolean good =
                end > 0 && (end == text.length() || readTags(text.substring(end + 1), '=', tags));
        return good ? Optional.of(text.substring(0, end)) : Optional.empty();
    }

    /** A tag without value is {@code true}. */
    private static boolean readTags(String text, char separator, Map<String, String> tags) {
        if (text.isEmpty()) {
            return true;
        }
        for (String tag : text.split(",", -1)) {
            int end = tag.indexOf(separator);
            String key = end < 0 ? tag : tag.substring(0, end);
            String value = end < 0 ? "true" : tag.substring(end + 1);
            if (key.isEmpty() || value.isEmpty()) {
                return false;
            }
            tags.put(key, value);
        }
        return true;
    }

    private static Optional<Type> type(String text) {
        return switch (text) {
            case "c", "m" -> Optional.of(Type.COUNTER);
            case "g" -> Optional.of(Type.GAUGE);
            case "ms" -> Optional.of(Type.TIMER);
            case "h", "d" -> Optional.of(Type.SAMPLE);
            case "s" -> Optional.of(Type.SET);
            default -> Optional.empty();
        };
    }

    private static boolean valid(Type type, List<String> values) {
        return type == Type.SET
                ? values.stream().noneMatch(String::isEmpty)
                : values.stream().allMatch(value -> Decimals.read(value).isPresent());
    }
}
