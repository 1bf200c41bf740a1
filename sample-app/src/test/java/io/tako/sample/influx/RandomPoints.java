package io.tako.sample.influx;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Points of any shape that line protocol can carry, thick with the characters it escapes. */
final class RandomPoints {

    private static final String[] CHARACTERS = {
        "a", "Z", "0", ",", "=", " ", "\"", "\\", "#", "/", "'", "ü", "漢", "🐙", "\t", "."
    };

    private final RandomGenerator random;

    RandomPoints(RandomGenerator random) {
        this.random = random;
    }

    Point next() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.put(name(), name());
        }
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            fields.put(name(), value());
        }
        String measurement = name();
        return new Point(
                measurement.startsWith("#") ? "m" + measurement : measurement,
                tags,
                fields,
                random.nextLong(Timestamps.MIN, Timestamps.MAX));
    }

    private FieldValue value() {
        return switch (random.nextInt(5)) {
            case 0 -> new FieldValue.Decimal(finite());
            case 1 -> new FieldValue.Whole(random.nextLong());
            case 2 -> new FieldValue.Unsigned(random.nextLong());
            case 3 -> new FieldValue.Flag(random.nextBoolean());
            default -> new FieldValue.Text(text(random.nextInt(12)));
        };
    }

    private double finite() {
        double number;
        do {
            number = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(number));
        return number;
    }

    /** The one text the format cannot write is a name that ends in a backslash. */
    private String name() {
        String name = text(random.nextInt(1, 10));
        return name.endsWith("\\") ? name + "." : name;
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }
}
