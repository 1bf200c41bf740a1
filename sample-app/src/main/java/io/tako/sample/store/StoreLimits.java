package io.tako.sample.store;

import io.tako.sample.point.Excerpt;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import java.util.Map;
import java.util.Optional;

/**
 * How much a store keeps. What does not fit is refused point by point; what is full drops its
 * oldest.
 *
 * @param maxSeries series kept; points that would begin another are refused
 * @param maxPointsPerSeries newest points kept of one series; older ones are dropped
 * @param maxPoints room for points of all series together, 24 bytes each; once it is taken, series
 *     stop growing and drop their own oldest points. A series always has room for 16 points (or
 *     {@code maxPointsPerSeries}, if that is less), so up to 16 per series come on top
 * @param maxTags tags of one point
 * @param maxNameLength characters of a measurement, tag key, tag value or field key
 * @param maxTextLength characters of a text value
 */
public record StoreLimits(
        int maxSeries,
        int maxPointsPerSeries,
        long maxPoints,
        int maxTags,
        int maxNameLength,
        int maxTextLength) {

    /** 10,000 series of up to 3,600 points, 5,000,000 points in all (120 MB). */
    public static final StoreLimits DEFAULTS =
            new StoreLimits(10_000, 3_600, 5_000_000, 32, 256, 1_024);

    /**
     * @throws IllegalArgumentException if {@code maxTags} or {@code maxPoints} is negative or
     *     another limit is not positive
     */
    public StoreLimits {
        atLeast(1, maxSeries, "maxSeries");
        atLeast(1, maxPointsPerSeries, "maxPointsPerSeries");
        atLeast(0, maxPoints, "maxPoints");
        atLeast(0, maxTags, "maxTags");
        atLeast(1, maxNameLength, "maxNameLength");
        atLeast(1, maxTextLength, "maxTextLength");
    }

    /** Returns why no store with these limits takes the point, if so. */
    Optional<String> faultOf(Point point) {
        if (point.tags().size() > maxTags) {
            return Optional.of(
                    "the point has " + point.tags().size() + " tags, more than " + maxTags);
        }
        if (tooLong(point.measurement())) {
            return Optional.of(longName("measurement", point.measurement()));
        }
        for (Map.Entry<String, String> tag : point.tags().entrySet()) {
            if (tooLong(tag.getKey())) {
                return Optional.of(longName("tag", tag.getKey()));
            }
            if (tooLong(tag.getValue())) {
                return Optional.of(longName("tag value", tag.getValue()));
            }
        }
        for (Map.Entry<String, FieldValue> field : point.fields().entrySet()) {
            if (tooLong(field.getKey())) {
                return Optional.of(longName("field", field.getKey()));
            }
            if (field.getValue() instanceof FieldValue.Text(String text)
                    && text.length() > maxTextLength) {
                return Optional.of(
                        "the text of field %s is longer than %d characters"
                                .formatted(Excerpt.of(field.getKey()), maxTextLength));
            }
        }
        return Optional.empty();
    }

    private boolean tooLong(String name) {
        return name.length() > maxNameLength;
    }

    private String longName(String what, String name) {
        return what + " " + Excerpt.of(name) + " is longer than " + maxNameLength + " characters";
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", not " + value);
        }
    }
}
