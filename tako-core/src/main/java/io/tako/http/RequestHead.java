package io.tako.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * All of a request but its body; what any number of extractors may read, in any order.
 *
 * <p>A request belongs to the thread that runs its handler.
 */
public interface RequestHead {

    /** The request method (RFC 9110 section 9). */
    HttpMethod method();

    /** The request target as the client sent it (RFC 9112 section 3.2). */
    String target();

    /** The path of the target, still percent-encoded, starting with a slash. */
    String path();

    /** The query of the target without its question mark, still percent-encoded, or null. */
    @Nullable String query();

    /** The host and optional port the client asked for. */
    String authority();

    /** The first value of a field, or null; the name is matched without case. */
    @Nullable String header(String name);

    /** All values of a field in the order they came, empty if absent. */
    List<String> headers(String name);

    /** All fields as a read-only view. */
    HttpHeaders headers();

    /** The connection the request arrived on. */
    Connection connection();

    /** The pattern of the route that matched, such as {@code /users/{id}}; empty if none did. */
    String matchedPath();

    /**
     * The decoded value of a variable of the matched pattern, or null if it has no such variable.
     */
    @Nullable String pathVariable(String name);

    /** All variables of the matched pattern with their decoded values, in the pattern's order. */
    Map<String, String> pathVariables();

    /** The value middleware left under the key, or null. */
    <T> @Nullable T attribute(Attribute<T> key);

    /** Leaves a value for whoever handles this request next; null takes it away. */
    <T> void attribute(Attribute<T> key, @Nullable T value);

    /** The settings of the router that matched. */
    RouterSettings settings();

    /** The identifier of this request in logs and problems; see {@link Request#id(String)}. */
    String id();
}
