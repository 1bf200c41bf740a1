package io.tako.transport.accesslog;

import io.tako.http.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of one exchange, or of a request that was refused before it became one.
 * Values are as the client sent them; a format escapes them.
 *
 * @param connection the connection it came by
 * @param client the address of the client, told by trusted proxies or else of the peer; null on a
 *     Unix domain socket
 * @param id the identifier of the request
 * @param line its request line, or null if none could be read
 * @param requestField the first value of a request field by its name, or null
 * @param status the status that was sent, or 0 if none was
 * @param responseField the first value of a response field by its name, or null; fields that the
 *     server adds while it sends are not among them
 * @param bytes bytes of the response's body that were handed to the connection, without framing
 * @param begun when the head of the request had come
 * @param duration from then to the end
 * @param whole whether all of the response was handed to the connection
 */
public record AccessEntry(
        Connection connection,
        @Nullable String client,
        String id,
        @Nullable Line line,
        Fields requestField,
        int status,
        Fields responseField,
        long bytes,
        Instant begun,
        Duration duration,
        boolean whole) {

    public AccessEntry {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(requestField, "requestField");
        Objects.requireNonNull(responseField, "responseField");
        Objects.requireNonNull(begun, "begun");
        Objects.requireNonNull(duration, "duration");
    }

    /** The first values of a request's or a response's fields. */
    @FunctionalInterface
    public interface Fields {
        /** The value of the field, or null if it is not there; the name is matched without case. */
        @Nullable String get(String name);
    }

    /**
     * A request line, as HTTP/1.1 writes it (RFC 9112 section 3); of HTTP/2 it is put together.
     *
     * @param target the target with its query, as the client sent it
     * @param version such as {@code HTTP/1.1} or {@code HTTP/2.0}
     */
    public record Line(String method, String target, String version) {}
}
