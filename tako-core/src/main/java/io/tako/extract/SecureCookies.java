package io.tako.extract;

import io.tako.http.RequestHead;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseCookie.ResponseCookieBuilder;

/**
 * Makes the cookies that {@link Extractors#signedCookie} and {@link Extractors#encryptedCookie}
 * read, with the keys of the router that serves the request.
 *
 * <p>The builders start with {@code HttpOnly}, {@code SameSite=Lax}, {@code Path=/}, and {@code
 * Secure} if the connection is encrypted; they make session cookies until {@code maxAge} is set.
 * Behind a proxy that ends TLS, set {@code secure(true)} yourself. All methods throw {@link
 * IllegalStateException} if the router has no cookie keys.
 */
public final class SecureCookies {

    private SecureCookies() {}

    /** Starts a cookie that the client may read but not change. */
    public static ResponseCookieBuilder signed(RequestHead head, String name, String value) {
        return start(head, name, Cookies.keys(head).sign(name, value));
    }

    /** Starts a cookie that the client may neither read nor change. */
    public static ResponseCookieBuilder encrypted(RequestHead head, String name, String value) {
        return start(head, name, Cookies.keys(head).encrypt(name, value));
    }

    /** The same cookie with its value signed; everything else stays as it was built. */
    public static ResponseCookie signed(RequestHead head, ResponseCookie cookie) {
        String value = Cookies.keys(head).sign(cookie.getName(), cookie.getValue());
        return cookie.mutate().value(value).build();
    }

    /** The same cookie with its value encrypted; everything else stays as it was built. */
    public static ResponseCookie encrypted(RequestHead head, ResponseCookie cookie) {
        String value = Cookies.keys(head).encrypt(cookie.getName(), cookie.getValue());
        return cookie.mutate().value(value).build();
    }

    private static ResponseCookieBuilder start(RequestHead head, String name, String value) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(head.connection().secure())
                .sameSite("Lax")
                .path("/");
    }
}
