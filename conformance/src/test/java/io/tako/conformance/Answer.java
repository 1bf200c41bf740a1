package io.tako.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A response as a client shows it.
 *
 * @param version of HTTP, {@code 1.1} or {@code 2}
 * @param fields by name in lower case
 * @param trailers likewise; empty when the client does not show them
 */
record Answer(
        int status,
        String version,
        Map<String, String> fields,
        byte[] body,
        Map<String, String> trailers) {

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
