package io.tako.http;

import java.util.List;
import org.springframework.http.HttpCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The names and values in {@code Cookie} fields, as servers read them (RFC 6265 section 5.4):
 * without quotes around values, whatever else is in them. HTTP/2 may spread them over several
 * fields.
 */
public final class CookiePairs {

    private CookiePairs() {}

    /** Passes each pair in order, until the taker has enough. */
    public static void each(List<String> fields, Taker taker) {
        for (String field : fields) {
            int start = 0;
            while (start < field.length()) {
                int end = field.indexOf(';', start);
                end = end < 0 ? field.length() : end;
                int equals = field.indexOf('=', start, end);
                if (equals >= 0) {
                    String name = field.substring(start, equals).strip();
                    String value = unquoted(field.substring(equals + 1, end).strip());
                    if (!taker.take(name, value)) {
                        return;
                    }
                }
                start = end + 1;
            }
        }
    }

    /** All pairs that have a name, as Spring's requests tell of them. */
    public static MultiValueMap<String, HttpCookie> all(List<String> fields) {
        MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
        each(
                fields,
                (name, value) -> {
                    if (!name.isEmpty()) {
                        cookies.add(name, new HttpCookie(name, value));
                    }
                    return true;
                });
        return cookies;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Takes one pair. */
    @FunctionalInterface
    public interface Taker {
        /** Returns whether to go on with the next. */
        boolean take(String name, String value);
    }
}
