package io.tako.routing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path as it is matched: percent-decoded exactly once (RFC 3986 section 2.4), with an encoded
 * slash kept apart from a real one, and free of what could mean another place to someone behind us.
 */
final class PathText {

    /** Stands for an encoded slash. NUL cannot be in a path otherwise: it is refused. */
    private static final char ENCODED_SLASH = '\0';

    private PathText() {}

    /**
     * The decoded path; the same instance if there is nothing to decode.
     *
     * @throws BadPathException if a route must not see it
     */
    static String decode(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            throw new BadPathException("The path does not start with a slash.");
        }
        boolean escaped = false;
        boolean dots = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= 0x1f || c >= 0x7f) {
                throw new BadPathException("The path has a character that must be encoded.");
            }
            escaped |= c == '%';
            dots |= c == '.';
        }
        String text = escaped ? unescape(path) : path;
        if (escaped || dots) {
            refuseDotSegments(text);
        }
        return text;
    }

    /** The value of a variable: an encoded slash is a slash. */
    static String variable(String text) {
        return text.replace(ENCODED_SLASH, '/');
    }

    /** The value of a catch-all: an encoded slash stays encoded. */
    static String rest(String text) {
        return text.indexOf(ENCODED_SLASH) < 0 ? text : text.replace("\0", "%2F");
    }

    /** Whether the text from here on may be the value of a catch-all. */
    static boolean isRest(String text, int from) {
        return !text.startsWith("/", from)
                && text.indexOf("//", from) < 0
                && text.indexOf('\\', from) < 0;
    }

    private static String unescape(String path) {
        byte[] bytes = new byte[path.length()];
        int count = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int octet = octet(path, i);
                if (octet == 0) {
                    throw new BadPathException("The path has an encoded control character.");
                }
                bytes[count++] = octet == '/' ? (byte) ENCODED_SLASH : (byte) octet;
                i += 2;
            } else {
                bytes[count++] = (byte) c;
            }
        }
        String text = utf8(bytes, count);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != ENCODED_SLASH) {
                throw new BadPathException("The path has an encoded control character.");
            }
        }
        return text;
    }

    private static int octet(String path, int percent) {
        if (percent + 2 < path.length()) {
            int high = hex(path.charAt(percent + 1));
            int low = hex(path.charAt(percent + 2));
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw new BadPathException("The path has an incomplete percent-encoding.");
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static String utf8(byte[] bytes, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadPathException("The path is not UTF-8.");
        }
    }

    /**
     * An encoded slash and a backslash end a segment here as well, since whoever a value is handed
     * to, a file system for one, may read them so.
     */
    private static void refuseDotSegments(String text) {
        int start = 1;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || ends(text.charAt(i))) {
                int length = i - start;
                if ((length == 1 || length == 2)
                        && text.charAt(start) == '.'
                        && text.charAt(i - 1) == '.') {
                    throw new BadPathException("The path has a dot segment.");
                }
                start = i + 1;
            }
        }
    }

    private static boolean ends(char c) {
        return c == '/' || c == '\\' || c == ENCODED_SLASH;
    }
}
