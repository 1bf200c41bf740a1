package io.tako.websocket;

import io.tako.http.FieldSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names in {@code Sec-WebSocket-Protocol} (RFC 6455 section 11.3.4). */
final class Subprotocols {

    private Subprotocols() {}

    static void check(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!FieldSyntax.isToken(name) || !seen.add(name)) {
                throw new IllegalArgumentException(
                        "subprotocol: \""
                                + name
                                + "\" (expected: a token that is named once, RFC 6455 section"
                                + " 4.1)");
            }
        }
    }

    /**
     * The names of all field lines in the client's order.
     *
     * @throws BadHandshake if one is no token or is there twice
     */
    static List<String> parse(List<String> lines) {
        List<String> names = new ArrayList<>();
        for (String line : lines) {
            for (String part : line.split(",", -1)) {
                String name = part.strip();
                if (!FieldSyntax.isToken(name) || names.contains(name)) {
                    throw new BadHandshake(
                            "RFC 6455 section 4.1",
                            "a subprotocol is named twice or is not a token");
                }
                names.add(name);
            }
        }
        return names;
    }

    /** The first the client names that the route speaks. */
    static @Nullable String choose(List<String> offered, List<String> spoken) {
        for (String name : offered) {
            if (spoken.contains(name)) {
                return name;
            }
        }
        return null;
    }
}
