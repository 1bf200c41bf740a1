package io.tako.autoconfigure.webflux;

import io.tako.http.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;

/** Brings the fields of a Tako response and those that filters have set together. */
final class ResponseFields {

    /** Fields to which both sides may have something to say. */
    private static final Set<String> JOINED = Set.of("set-cookie", "vary", "link");

    private ResponseFields() {}

    /** Sets each field as the response has it; of a few the lines are added to those there. */
    static void set(Response response, HttpHeaders fields) {
        Set<String> seen = new HashSet<>();
        response.forEachHeader(
                (name, value) -> {
                    String key = name.toLowerCase(Locale.ROOT);
                    if (seen.add(key) && !JOINED.contains(key)) {
                        fields.set(name, value);
                    } else {
                        fields.add(name, value);
                    }
                });
    }

    /** The response with a line for each cookie. */
    static Response withCookies(Response response, MultiValueMap<String, ResponseCookie> cookies) {
        Response all = response;
        for (List<ResponseCookie> named : cookies.values()) {
            for (ResponseCookie cookie : named) {
                all = all.cookie(cookie);
            }
        }
        return all;
    }
}
