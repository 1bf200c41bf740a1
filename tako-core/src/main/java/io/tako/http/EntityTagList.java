package io.tako.http;

import java.util.List;

/**
 * The entity tags of a condition (RFC 9110 section 8.8.3), of {@code If-Match} or {@code
 * If-None-Match}. A comma within the quotes of a tag is a part of it.
 */
public final class EntityTagList {

    private EntityTagList() {}

    /** Whether the lines ask for any state there is, which is a star alone. */
    public static boolean isAny(List<String> lines) {
        return lines.size() == 1 && lines.getFirst().strip().equals("*");
    }

    /** Whether one of the tags means the same bytes: neither may be weak (section 8.8.3.2). */
    public static boolean hasStrongly(List<String> lines, String tag) {
        return !isWeak(tag) && has(lines, tag);
    }

    /** Whether one of the tags means the same content, weak or not (section 8.8.3.2). */
    public static boolean hasWeakly(List<String> lines, String tag) {
        String opaque = isWeak(tag) ? tag.substring(2) : tag;
        return has(lines, opaque) || has(lines, "W/" + opaque);
    }

    /** Whether one of the tags is written like this one. */
    public static boolean has(List<String> lines, String tag) {
        for (String line : lines) {
            int start = 0;
            while (start < line.length()) {
                int end = end(line, start);
                if (line.substring(start, end).strip().equals(tag)) {
                    return true;
                }
                start = end + 1;
            }
        }
        return false;
    }

    /** Where the member of the list that starts there ends: at the next comma outside of quotes. */
    private static int end(String line, int start) {
        boolean quoted = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static boolean isWeak(String tag) {
        return tag.startsWith("W/");
    }
}
