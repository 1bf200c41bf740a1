package io.tako.transport.http.fields;

import io.tako.http.FieldSyntax;
import io.tako.http.ProtocolError;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request taken apart (RFC 9112 section 3.2).
 *
 * @param path the percent-encoded path, {@code *} for the server as a whole
 * @param query the percent-encoded query, or null
 * @param authority the authority of an absolute target, which overrides {@code Host}, or null
 */
public record RequestTarget(String path, @Nullable String query, @Nullable String authority) {

    private static final String TARGET = "RFC 9112 section 3.2";

    /**
     * Takes a target apart.
     *
     * @throws ProtocolError if it has none of the forms its method allows
     */
    public static RequestTarget parse(String method, String target) {
        if (!FieldSyntax.isToken(method)) {
            throw new ProtocolError(400, "RFC 9112 section 3.1", "the method is not a token");
        }
        if (method.equals("CONNECT")) {
            throw new ProtocolError(501, "RFC 9110 section 9.3.6", "CONNECT is not offered");
        }
        checkCharacters(target);
        if (target.startsWith("/")) {
            return split(target, 0, null);
        }
        if (target.equals("*")) {
            if (!method.equals("OPTIONS")) {
                throw new ProtocolError(400, TARGET + ".4", "* is a target of OPTIONS only");
            }
            return new RequestTarget("*", null, null);
        }
        return absolute(target);
    }

    private static RequestTarget absolute(String target) {
        int start;
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            start = 7;
        } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
            start = 8;
        } else {
            throw new ProtocolError(
                    400, TARGET, "the target is neither a path nor an absolute http URI");
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(start, end);
        if (authority.isEmpty() || !HostField.valid(authority)) {
            throw new ProtocolError(400, TARGET + ".2", "the authority of the target is not valid");
        }
        if (end == target.length()) {
            return new RequestTarget("/", null, authority);
        }
        if (target.charAt(end) == '?') {
            return new RequestTarget("/", target.substring(end + 1), authority);
        }
        return split(target, end, authority);
    }

    private static RequestTarget split(String target, int start, @Nullable String authority) {
        int mark = target.indexOf('?', start);
        if (mark < 0) {
            String path = start == 0 ? target : target.substring(start);
            return new RequestTarget(path, null, authority);
        }
        return new RequestTarget(
                target.substring(start, mark), target.substring(mark + 1), authority);
    }

    private static void checkCharacters(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '"' || c == '<' || c == '>') {
                throw new ProtocolError(
                        400,
                        TARGET,
                        "the target has a character that no URI may have: 0x"
                                + Integer.toHexString(c));
            }
        }
        if (target.isEmpty()) {
            throw new ProtocolError(400, TARGET, "the target is empty");
        }
    }
}
