package io.tako.autoconfigure.webflux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tako.http.FieldSyntax;
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

    private static final int LATIN_1 = 0xff;

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

    /**
     * Refuses a name or a value that would break the message, and takes the field out, so that the
     * error can be answered.
     *
     * @throws IllegalStateException naming the field
     */
    static void check(HttpHeaders fields) {
        for (String name : List.copyOf(fields.headerNames())) {
            boolean good = FieldSyntax.isToken(name);
            for (String value : fields.getOrDefault(name, List.of())) {
                good = good && value.chars().noneMatch(ResponseFields::breaks);
            }
            if (!good) {
                fields.remove(name);
                throw new IllegalStateException(
                        "response field "
                                + name
                                + ": its name is no token, or its value has a control character"
                                + " (RFC 9110 section 5)");
            }
        }
    }

    private static boolean breaks(int c) {
        return c <= LATIN_1 && !FieldSyntax.isValueChar((char) c);
    }

    /** The fields with a question mark for each character beyond Latin-1, as Netty sends them. */
    static HttpHeaders sendable(HttpHeaders fields) {
        HttpHeaders[] changed = {null};
        fields.forEach(
                (name, values) -> {
                    if (values.stream().anyMatch(ResponseFields::isBeyond)) {
                        if (changed[0] == null) {
                            changed[0] = HttpHeaders.copyOf(fields);
                        }
                        changed[0].put(name, values.stream().map(ResponseFields::latin1).toList());
                    }
                });
        return changed[0] == null ? fields : changed[0];
    }

    private static boolean isBeyond(String value) {
        return value.chars().anyMatch(c -> c > LATIN_1);
    }

    private static String latin1(String value) {
        return new String(value.getBytes(ISO_8859_1), ISO_8859_1);
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
