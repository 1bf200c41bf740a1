package io.tako.respond;

import io.tako.http.Rejection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one range of bytes a client asked for (RFC 9110 section 14.1.2).
 *
 * @param first the first byte, from 0
 * @param length how many bytes, at least 1
 */
record ByteRange(long first, long length) {

    /** No length in existence has more digits, and these fit a long. */
    private static final int DIGITS = 18;

    private static final Pattern SINGLE =
            Pattern.compile("bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the value of a {@code Range} field.
     *
     * @return null if the whole content is the answer: another unit, several ranges, or not a range
     * @throws Rejection.RangeNotSatisfiable if the range lies outside of the content
     */
    static @Nullable ByteRange parse(String value, long contentLength) {
        Matcher matcher = SINGLE.matcher(value);
        if (!matcher.matches()) {
            return null;
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? null : suffix(number(to), contentLength);
        }
        long first = number(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
        if (last < first) {
            return null;
        }
        if (first >= contentLength) {
            throw outside(contentLength);
        }
        return new ByteRange(first, Math.min(last, contentLength - 1) - first + 1);
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long contentLength) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + contentLength;
    }

    private static @Nullable ByteRange suffix(long count, long contentLength) {
        if (count == 0) {
            throw outside(contentLength);
        }
        long length = Math.min(count, contentLength);
        return length == 0 ? null : new ByteRange(contentLength - length, length);
    }

    private static long number(String digits) {
        return digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static Rejection.RangeNotSatisfiable outside(long contentLength) {
        return new Rejection.RangeNotSatisfiable(
                "The content has " + contentLength + " bytes", contentLength);
    }
}
