package io.tako.transport.compression;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of content codings (RFC 9110 section 12.5.3).
 *
 * <p>Identity is what it gets where nothing else is asked for, also where it asked for something
 * that is not there: a client that refuses identity is not refused in turn (section 12.4.1).
 */
final class AcceptEncoding {

    private static final int NOT_SAID = -1;
    private static final int MOST = 1000;

    private AcceptEncoding() {}

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
        int identity = weight(lines, "identity");
        int others = weight(lines, "*");
        Coding best = null;
        // Identity wins only where it is asked for and weighs more.
        int bestWeight = identity > 0 ? identity - 1 : 0;
        for (Coding coding : codings) {
            int said = weight(lines, coding.token());
            if (said == NOT_SAID && coding.token().equals("gzip")) {
                said = weight(lines, "x-gzip");
            }
            int weight = said == NOT_SAID ? others : said;
            if (weight > bestWeight) {
                best = coding;
                bestWeight = weight;
            }
        }
        return best;
    }

    /** The weight that the lines give the name, in thousandths. */
    private static int weight(List<String> lines, String name) {
        int weight = NOT_SAID;
        for (String line : lines) {
            for (String member : line.split(",")) {
                int semicolon = member.indexOf(';');
                String token = semicolon < 0 ? member : member.substring(0, semicolon);
                if (token.strip().equalsIgnoreCase(name)) {
                    int given = semicolon < 0 ? MOST : quality(member.substring(semicolon + 1));
                    weight = Math.max(weight, given);
                }
            }
        }
        return weight;
    }

    /** The weight among the parameters; what cannot be read is as if the member were not there. */
    private static int quality(String parameters) {
        for (String parameter : parameters.split(";")) {
            String text = parameter.strip().toLowerCase(Locale.ROOT);
            if (text.startsWith("q=")) {
                return thousandths(text.substring(2));
            }
        }
        return MOST;
    }

    private static int thousandths(String value) {
        if (!value.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return NOT_SAID;
        }
        int thousandths = value.charAt(0) == '1' ? MOST : 0;
        int unit = MOST / 10;
        for (int i = 2; i < value.length(); i++) {
            thousandths += (value.charAt(i) - '0') * unit;
            unit /= 10;
        }
        return thousandths;
    }
}
