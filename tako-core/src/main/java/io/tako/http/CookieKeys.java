package io.tako.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The secrets with which cookies are signed and encrypted. The first makes new cookies, all of them
 * open old ones, so a secret is changed by putting the new one in front. Safe for any thread.
 */
public final class CookieKeys {

    private final List<CookieCipher> ciphers;

    private CookieKeys(List<CookieCipher> ciphers) {
        this.ciphers = ciphers;
    }

    /**
     * Derives keys from secrets.
     *
     * @param secrets at least one, each of at least 32 bytes in UTF-8
     * @throws IllegalArgumentException if one is too short
     */
    public static CookieKeys of(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no secret given (expected: at least one)");
        }
        return new CookieKeys(
                secrets.stream()
                        .map(s -> new CookieCipher(s.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    /** The value to send for a cookie that the client may read but not change. */
    public String sign(String name, String value) {
        return ciphers.getFirst().sign(name, value);
    }

    /** The value that was signed for this cookie name, or empty if it was not signed by us. */
    public Optional<String> verify(String name, String signed) {
        return ciphers.stream().flatMap(c -> c.verify(name, signed).stream()).findFirst();
    }

    /** The value to send for a cookie that the client may neither read nor change. */
    public String encrypt(String name, String value) {
        return ciphers.getFirst().encrypt(name, value);
    }

    /** The value that was encrypted for this cookie name, or empty if it was not made by us. */
    public Optional<String> decrypt(String name, String encrypted) {
        return ciphers.stream().flatMap(c -> c.decrypt(name, encrypted).stream()).findFirst();
    }
}
