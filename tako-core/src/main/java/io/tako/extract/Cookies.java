package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.CookieKeys;
import io.tako.http.CookiePairs;
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

    /** The value of the first cookie of this name. */
    private static @Nullable String value(RequestHead head, String name) {
        String[] found = new String[1];
        CookiePairs.each(
                head.headers(HttpHeaders.COOKIE),
                (candidate, value) -> {
                    boolean same = candidate.equals(name);
                    if (same) {
                        found[0] = value;
                    }
                    return !same;
                });
        return found[0];
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
