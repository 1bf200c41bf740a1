package io.tako.middleware;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;

/**
 * Refuses request bodies over a size with 413 (RFC 9110 section 15.5.14).
 *
 * <p>A declared length over the limit is refused before the handler runs and before any of the body
 * is read; a body of unknown length once the handler has read past the limit. The limit holds for
 * buffered and streaming reads. Further in, another limit may lower it; it raises it only for
 * bodies of unknown length, because a declared length was already judged by the limit outside.
 */
public final class BodyLimit implements Middleware {

    private final long bytes;

    private BodyLimit(long bytes) {
        this.bytes = bytes;
    }

    /**
     * A limit of this many bytes; 0 allows no body.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public static BodyLimit of(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
        return new BodyLimit(bytes);
    }

    @Override
    public Response handle(Request request, Next next) {
        request.content().limit(bytes);
        return next.run(request);
    }
}
