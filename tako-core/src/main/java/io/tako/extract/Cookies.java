package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.CookieKeys;
import io.tako.http.RequestHead;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Cookies as servers read them (RFC 6265 section 5.4): names matched exactly, the first wins. */
final class Cookies {

    private Cookies() {}

    static HeadExtractor<String> plain(String name) {
        return cookie(Input.Kind.COOKIE, name, (head, value) -> value);
    }

    static HeadExtractor<String> signed(String name) {
        return cookie(
                Input.Kind.SIGNED_COOKIE,
                name,
                (head, value) -> orNull(keys(head).verify(name, value)));
    }

    static HeadExtractor<String> encrypted(String name) {
        return cookie(
                Input.Kind.ENCRYPTED_COOKIE,
                name,
                (head, value) -> orNull(keys(head).decrypt(name, value)));
    }

    static CookieKeys keys(RequestHead head) {
        CookieKeys keys = head.settings().cookieKeys();
        if (keys == null) {
            throw new IllegalStateException(
                    "no cookie keys are set (expected: RouterSettings.withCookieKeys)");
        }
        return keys;
    }

    private static HeadExtractor<String> cookie(Input.Kind kind, String name, Opening opening) {
        Input input = new Input(kind, Objects.requireNonNull(name, "name"), String.class, true);
        return new Lookup<>(input) {
            @Override
            public @Nullable String find(RequestHead head) {
                String value = value(head, name);
                return value == null ? null : opening.open(head, value);
            }
        };
    }

    /** The value of the first cookie of this name; HTTP/2 may spread them over several fields. */
    private static @Nullable String value(RequestHead head, String name) {
        for (String field : head.headers(HttpHeaders.COOKIE)) {
            int start = 0;
            while (start < field.length()) {
                int end = field.indexOf(';', start);
                end = end < 0 ? field.length() : end;
                int equals = field.indexOf('=', start);
                if (equals >= 0
                        && equals < end
                        && field.substring(start, equals).strip().equals(name)) {
                    return unquoted(field.substring(equals + 1, end).strip());
                }
                start = end + 1;
            }
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.isPresent() ? value.get() : null;
    }

    /** Makes the cookie's content of what was sent; null if it was not made by us. */
    @FunctionalInterface
    private interface Opening {
        @Nullable String open(RequestHead head, String value);
    }
}
