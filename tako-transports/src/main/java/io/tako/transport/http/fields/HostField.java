package io.tako.transport.http.fields;

/** The syntax of {@code Host}: {@code uri-host [ ":" port ]} (RFC 9110 section 7.2). */
public final class HostField {

    private HostField() {}

    /** Whether the value could name a host; the empty value is allowed by the RFC. */
    public static boolean valid(String value) {
        int length = value.length();
        if (length == 0) {
            return true;
        }
        int end;
        if (value.charAt(0) == '[') {
            end = value.indexOf(']') + 1;
            if (end < 4 || !ipLiteral(value, end - 1)) {
                return false;
            }
        } else {
            end = 0;
            while (end < length && value.charAt(end) != ':') {
                if (!hostChar(value, end)) {
                    return false;
                }
                end++;
            }
            if (end == 0) {
                return false;
            }
        }
        return end == length || (value.charAt(end) == ':' && port(value, end + 1));
    }

    private static boolean ipLiteral(String value, int end) {
        for (int i = 1; i < end; i++) {
            char c = value.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** A character of a registered name: unreserved, sub-delims, or a percent-encoding. */
    private static boolean hostChar(String value, int i) {
        char c = value.charAt(i);
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
            return true;
        }
        if (c == '%') {
            return i + 2 < value.length()
                    && Character.digit(value.charAt(i + 1), 16) >= 0
                    && Character.digit(value.charAt(i + 2), 16) >= 0;
        }
        return "-._~!$&'()*+,;=".indexOf(c) >= 0;
    }

    private static boolean port(String value, int start) {
        int length = value.length();
        if (length - start > 5) {
            return false;
        }
        int port = 0;
        for (int i = start; i < length; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 65_535;
    }
}
