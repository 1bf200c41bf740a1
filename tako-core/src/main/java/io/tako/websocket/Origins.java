package io.tako.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Which pages may connect. A browser sends cookies with a handshake whatever page asks for it, so
 * without this every page could speak for the user (RFC 6455 section 10.2).
 */
final class Origins {

    private static final String ANY = "*";

    private Origins() {}

    static void check(String allowed) {
        if (allowed.equals(ANY) || allowed.equals("null")) {
            return;
        }
        try {
            URI uri = new URI(allowed);
            if (uri.getScheme() != null
                    && uri.getRawAuthority() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "allowed origin: \""
                        + allowed
                        + "\" (expected: scheme, host and optional port, such as"
                        + " https://example.com, or *)");
    }

    /** Whether a page of this origin may connect to a server the client calls so. */
    static boolean allowed(String origin, String authority, List<String> allowed) {
        if (allowed.isEmpty()) {
            return same(origin, authority);
        }
        String normal = normal(origin);
        return allowed.contains(ANY)
                || allowed.stream().map(Origins::normal).anyMatch(normal::equals);
    }

    /** Schemes are not compared: behind a proxy that ends TLS the server does not know its own. */
    private static boolean same(String origin, String authority) {
        int colon = origin.indexOf("://");
        if (colon < 0) {
            return false;
        }
        String port = defaultPort(origin.substring(0, colon).toLowerCase(Locale.ROOT));
        return withoutPort(origin.substring(colon + 3), port).equals(withoutPort(authority, port));
    }

    private static String normal(String origin) {
        int colon = origin.indexOf("://");
        if (colon < 0) {
            return origin;
        }
        String scheme = origin.substring(0, colon).toLowerCase(Locale.ROOT);
        return scheme + "://" + withoutPort(origin.substring(colon + 3), defaultPort(scheme));
    }

    private static String withoutPort(String authority, String port) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }

    private static String defaultPort(String scheme) {
        return scheme.equals("https") ? ":443" : ":80";
    }
}
