package io.tako.http;

/** Which characters may stand where in a field line (RFC 9110 sections 5.5 and 5.6.2). */
public final class FieldSyntax {

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 32] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private FieldSyntax() {}

    /** Whether the character may stand in a method or field name: {@code tchar}. */
    public static boolean isTokenChar(char c) {
        return c < 128 && TOKEN[c];
    }

    /** Whether every character may stand in a token, and there is at least one. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether the character may stand in a field value: visible, space, tab, or obs-text. */
    public static boolean isValueChar(char c) {
        return c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff);
    }
}
