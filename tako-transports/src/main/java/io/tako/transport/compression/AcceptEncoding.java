package io.tako.transport.compression;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of content codings (RFC 9110 section 12.5.3), read in one pass.
 *
 * <p>Identity is what it gets where nothing else is asked for, also where it asked for something
 * that is not there: a client that refuses identity is not refused in turn (section 12.4.1).
 */
final class AcceptEncoding {

    private static final int NOT_SAID = -1;
    private static final int MOST = 1000;

    private final List<Coding> codings;
    private final int[] weights;
    private int identity = NOT_SAID;
    private int others = NOT_SAID;
    private int oldGzip = NOT_SAID;

    private AcceptEncoding(List<Coding> codings) {
        this.codings = codings;
        this.weights = new int[codings.size()];
        Arrays.fill(weights, NOT_SAID);
    }

    /**
     * The coding with the highest weight, of those with the same weight the first; null for
     * identity.
     *
     * @param lines the values of the field
     */
    static @Nullable Coding choose(List<String> lines, List<Coding> codings) {
        if (lines.isEmpty()) {
            return null;
        }
        AcceptEncoding wanted = new AcceptEncoding(codings);
        for (String line : lines) {
            int start = 0;
            while (start < line.length()) {
                int comma = line.indexOf(',', start);
                int end = comma < 0 ? line.length() : comma;
                wanted.member(line, start, end);
                start = end + 1;
            }
        }
        return wanted.best();
    }

    private @Nullable Coding best() {
        Coding best = null;
        // Identity wins only where it is asked for and weighs more.
        int bestWeight = identity > 0 ? identity - 1 : 0;
        for (int i = 0; i < weights.length; i++) {
            Coding coding = codings.get(i);
            int said = weights[i];
            if (said == NOT_SAID && coding.token().equals("gzip")) {
                said = oldGzip;
            }
            int weight = said == NOT_SAID ? others : said;
            if (weight > bestWeight) {
                best = coding;
                bestWeight = weight;
            }
        }
        return best;
    }

    /** Notes the weight of one member of the list. */
    private void member(String line, int from, int to) {
        int semicolon = line.indexOf(';', from, to);
        int end = semicolon < 0 ? to : semicolon;
        int start = afterSpace(line, from, end);
        int length = beforeSpace(line, start, end) - start;
        int weight = semicolon < 0 ? MOST : quality(line, semicolon + 1, to);
        for (int i = 0; i < weights.length; i++) {
            if (is(codings.get(i).token(), line, start, length)) {
                weights[i] = Math.max(weights[i], weight);
                return;
            }
        }
        if (is("identity", line, start, length)) {
            identity = Math.max(identity, weight);
        } else if (is("*", line, start, length)) {
            others = Math.max(others, weight);
        } else if (is("x-gzip", line, start, length)) {
            oldGzip = Math.max(oldGzip, weight);
        }
    }

    private static boolean is(String token, String line, int start, int length) {
        return token.length() == length && line.regionMatches(true, start, token, 0, length);
    }

    /** The weight among the parameters; what cannot be read is as if the member were not there. */
    private static int quality(String line, int from, int to) {
        int start = from;
        while (start < to) {
            int semicolon = line.indexOf(';', start, to);
            int end = semicolon < 0 ? to : semicolon;
            int name = afterSpace(line, start, end);
            if (line.regionMatches(true, name, "q=", 0, 2)) {
                return thousandths(line, name + 2, beforeSpace(line, name, end));
            }
            start = end + 1;
        }
        return MOST;
    }

    /** A weight of at most three decimals, in thousandths (RFC 9110 section 12.4.2). */
    private static int thousandths(String line, int from, int to) {
        int length = to - from;
        boolean one = length > 0 && line.charAt(from) == '1';
        if (length < 1
                || length > 5
                || (!one && line.charAt(from) != '0')
                || (length > 1 && line.charAt(from + 1) != '.')) {
            return NOT_SAID;
        }
        int thousandths = one ? MOST : 0;
        int unit = MOST / 10;
        for (int i = from + 2; i < to; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > (one ? 0 : 9)) {
                return NOT_SAID;
            }
            thousandths += digit * unit;
            unit /= 10;
        }
        return thousandths;
    }

    private static int afterSpace(String line, int from, int to) {
        int start = from;
        while (start < to && isSpace(line.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int beforeSpace(String line, int from, int to) {
        int end = to;
        while (end > from && isSpace(line.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
