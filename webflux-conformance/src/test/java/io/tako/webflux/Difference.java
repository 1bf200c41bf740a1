package io.tako.webflux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where Tako and Reactor Netty answer the same request differently, and why Tako does what it does.
 *
 * @param in the parts of the answer that differ: names of fields, the status, the body, the end
 */
record Difference(Set<String> in, String reason) {

    private static final Difference NONE = new Difference(Set.of(), "");

    private static final Difference NO_CODING =
            new Difference(
                    Set.of("transfer-encoding"),
                    "What has no body is not framed: RFC 9112 section 6.1 allows to leave the"
                            + " coding away that a body would have had.");
    private static final Difference NO_LENGTH =
            new Difference(
                    Set.of("content-length"),
                    "A 304 may tell the length of what the client has, and that is not 0 (RFC 9110"
                            + " section 8.6).");
    private static final Difference COOKIE =
            new Difference(
                    Set.of("set-cookie"),
                    "Spring's own text of a cookie; attributes have neither case nor order (RFC"
                            + " 6265 section 5.2).");
    private static final Difference RANGES =
            new Difference(
                    Set.of("the body", "the end"),
                    "Spring declares the length of the file for several of its ranges. Reactor"
                        + " Netty sends that much of them as if it were all, here the connection is"
                        + " cut.");
    private static final Difference NO_RANGE =
            new Difference(
                    Set.of("content-length", "the end"),
                    "Spring declares the length of the file for an answer without a body. Reactor"
                            + " Netty leaves the client waiting for it, here the length is 0.");
    private static final Difference SERVER_ASKED =
            new Difference(
                    Set.of("the status", "allow", "content-type", "content-length", "the body"),
                    "OPTIONS * asks the server and no path (RFC 9110 section 9.3.7): Tako's router"
                            + " answers it.");
    private static final Difference KNOWN_LENGTH =
            new Difference(
                    Set.of("content-length", "transfer-encoding"),
                    "The length of a part of a file is known, so it is told.");

    private static final Difference ODD_TARGET =
            new Difference(
                    Set.of("the status", "content-type", "content-length", "the body"),
                    "Clients send braces and bars in targets as they are, and a route without"
                            + " filters takes them; Spring's URI has them percent-encoded. Reactor"
                            + " Netty sends a bare 400.");
    private static final Difference NO_URI =
            new Difference(
                    Set.of("content-type", "content-length", "the body"),
                    "A request that cannot be handled is told why (RFC 9457).");

    /** By the fact that the call is about. */
    private static final Map<String, Difference> KNOWN = known();

    private static Map<String, Difference> known() {
        Map<String, Difference> known = new LinkedHashMap<>();
        List.of(
                        "HEAD of a Flux",
                        "HEAD of a void handler",
                        "HEAD of 202 completed early",
                        "HEAD of JSON lines",
                        "HEAD of events",
                        "HEAD of buffers",
                        "HEAD of groups of buffers",
                        "HEAD of 304")
                .forEach(fact -> known.put(fact, NO_CODING));
        known.put("what was checked is known", NO_LENGTH);
        List.of(
                        "a cookie with every attribute",
                        "a session starts",
                        "a session of an unknown id starts anew")
                .forEach(fact -> known.put(fact, COOKIE));
        known.put("OPTIONS of the server as a whole", SERVER_ASKED);
        known.put("two ranges", RANGES);
        known.put("a range behind the end", NO_RANGE);
        known.put("a path with a broken escape", NO_URI);
        known.put("a target Java takes for no URI", ODD_TARGET);
        known.put("characters that no target has", ODD_TARGET);
        known.put("a part of a file, by the system", KNOWN_LENGTH);
        return known;
    }

    /** What is known of this call; nothing for most. */
    static Difference of(Call call) {
        return KNOWN.getOrDefault(call.fact(), NONE);
    }

    /** The calls that anything is known of. */
    static Set<String> facts() {
        return KNOWN.keySet();
    }
}
