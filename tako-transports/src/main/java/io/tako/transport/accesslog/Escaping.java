package io.tako.transport.accesslog;

import java.util.HexFormat;

/** Makes text of peers harmless in a line: all but printable ASCII is written as an escape. */
final class Escaping {

    private static final HexFormat HEX = HexFormat.of();

    private Escaping() {}

    /**
     * As Apache does: {@code \"}, {@code \\}, {@code \x0a}; beyond Latin-1 {@code \}{@code u2028}.
     */
    static void text(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (printable(c)) {
                out.append(c);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c <= 0xff) {
                out.append("\\x").append(HEX.toHexDigits((byte) c));
            } else {
                out.append("\\u").append(HEX.toHexDigits(c));
            }
        }
    }

    /** A JSON string with its quotes (RFC 8259 section 7). */
    static void json(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (printable(c)) {
                out.append(c);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        out.append('"');
    }

    private static boolean printable(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }
}
