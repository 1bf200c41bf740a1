package io.tako.http;

import java.nio.charset.StandardCharsets;

/** Text as it may stand in a URI (RFC 3986 section 2): the rest of it is percent-encoded. */
public final class UriText {

    private static final String RESERVED_AND_MARKS = ":/?#@!$&'()*+,;=-._~";

    private UriText() {}

    /**
     * A reference to a URI (RFC 3986 section 4.1), made of what a person or a program wrote.
     * Characters beyond ASCII go by their UTF-8 bytes, as IRIs do (RFC 3987 section 3.1). What is
     * encoded already stays; a percent sign that encodes nothing is encoded. Control characters
     * stay, so that whoever puts the text into a field refuses them.
     */
    public static String reference(String text) {
        return encoded(text, "[]", true);
    }

    /**
     * The target of a request (RFC 9112 section 3.2) with what clients send as it is and the
     * grammar does not have, such as braces and bars. A percent sign stays as it is.
     */
    public static String target(String text) {
        int query = text.indexOf('?');
        return query < 0
                ? encoded(text, "%", false)
                : encoded(text.substring(0, query), "%", false)
                        + encoded(text.substring(query), "%[]", false);
    }

    private static String encoded(String text, String also, boolean written) {
        int at = 0;
        while (at < text.length() && stays(text, at, also, written)) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            if (stays(text, at, also, written)) {
                encoded.append(text.charAt(at++));
            } else {
                int point = text.codePointAt(at);
                append(encoded, point);
                at += Character.charCount(point);
            }
        }
        return encoded.toString();
    }

    private static boolean stays(String text, int at, String also, boolean written) {
        char c = text.charAt(at);
        if (c == '%' && written) {
            return isHex(text, at + 1) && isHex(text, at + 2);
        }
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || RESERVED_AND_MARKS.indexOf(c) >= 0
                || also.indexOf(c) >= 0
                || (written && (c < ' ' || c == 0x7f));
    }

    private static boolean isHex(String text, int at) {
        return at < text.length()
                && Character.digit(text.charAt(at), 16) >= 0
                && text.charAt(at) < 128;
    }

    private static void append(StringBuilder encoded, int point) {
        for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%')
                    .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 0xf, 16)))
                    .append(Character.toUpperCase(Character.forDigit(octet & 0xf, 16)));
        }
    }
}
