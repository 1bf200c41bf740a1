package io.tako.sample.store;

import io.tako.sample.point.Point;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;

/**
 * What makes a series itself: measurement, tags, field. Ordered by measurement, then tags, then
 * field.
 *
 * @param tags iterates in key order
 */
record SeriesKey(String measurement, Map<String, String> tags, String field)
        implements Comparable<SeriesKey> {

    static SeriesKey of(Point point, String field) {
        return new SeriesKey(point.measurement(), point.tags(), field);
    }

    /** Returns 32 hexadecimal digits, the same for this key in every store and every run. */
    String id() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        update(digest, measurement);
        tags.forEach(
                (key, value) -> {
                    update(digest, key);
                    update(digest, value);
                });
        update(digest, field);
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** The length goes first, so that no two lists of texts feed the digest the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    @Override
    public int compareTo(SeriesKey other) {
        int order = measurement.compareTo(other.measurement);
        if (order == 0) {
            order = compareTags(tags, other.tags);
        }
        return order == 0 ? field.compareTo(other.field) : order;
    }

    private static int compareTags(Map<String, String> left, Map<String, String> right) {
        Iterator<Map.Entry<String, String>> others = right.entrySet().iterator();
        for (Map.Entry<String, String> tag : left.entrySet()) {
            if (!others.hasNext()) {
                return 1;
            }
            Map.Entry<String, String> other = others.next();
            int order = tag.getKey().compareTo(other.getKey());
            if (order == 0) {
                order = tag.getValue().compareTo(other.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }
}
