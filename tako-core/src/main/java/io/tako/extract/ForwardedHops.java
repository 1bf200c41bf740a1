package io.tako.extract;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads forwarding fields, nearest hop first; null stands for a hop that tells no address.
 *
 * <p>Elements are cut off from the right, because only the right end was written by a proxy we
 * know: whatever a client put further left cannot change how the right end is read.
 */
final class ForwardedHops {

    private static final Pattern V4 =
            Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?::[\\w.-]+)?");
    private static final Pattern V6 = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[\\w.-]+)?");
    private static final Pattern BARE_V6 =
            Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

    private ForwardedHops() {}

    /** The addresses of {@code Forwarded} (RFC 7239 section 4). */
    static List<@Nullable InetAddress> standard(List<String> fields) {
        List<@Nullable InetAddress> hops = new ArrayList<>();
        for (String field : fields.reversed()) {
            for (String element : fromRight(field, ',')) {
                hops.add(element.isBlank() ? null : address(element));
            }
        }
        return hops;
    }

    /** The addresses of {@code X-Forwarded-For}. */
    static List<@Nullable InetAddress> plain(List<String> fields) {
        List<@Nullable InetAddress> hops = new ArrayList<>();
        for (String field : fields.reversed()) {
            String[] elements = field.split(",", -1);
            for (int i = elements.length - 1; i >= 0; i--) {
                hops.add(node(elements[i].strip()));
            }
        }
        return hops;
    }

    private static @Nullable InetAddress address(String element) {
        String node = null;
        for (String pair : fromRight(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
                if (node != null) {
                    return null;
                }
                node = unquoted(pair.substring(equals + 1).strip());
            }
        }
        return node == null ? null : node(node);
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    /** An address with or without port; names, {@code unknown} and {@code _hidden} are null. */
    static @Nullable InetAddress node(String text) {
        Matcher v4 = V4.matcher(text);
        Matcher v6 = V6.matcher(text);
        String literal =
                v4.matches()
                        ? v4.group(1)
                        : v6.matches()
                                ? v6.group(1)
                                : BARE_V6.matcher(text).matches() ? text : null;
        if (literal == null) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** The parts between separators outside quoted strings, the last one first. */
    private static List<String> fromRight(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int end = text.length();
        boolean quoted = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"' && !escaped(text, i)) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(i + 1, end));
                end = i;
            }
        }
        parts.add(text.substring(0, end));
        return parts;
    }

    private static boolean escaped(String text, int quote) {
        int slashes = 0;
        while (slashes < quote && text.charAt(quote - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
