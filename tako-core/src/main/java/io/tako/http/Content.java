package io.tako.http;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * The body of a request, read at most once and only as fast as the handler asks for it.
 *
 * <p>Nothing is read from the socket beyond a small window until one of the reading methods wants
 * more, and {@code 100 Continue} goes out with the first of them. Reading parks the calling virtual
 * thread. On a {@code nonBlocking} route only bodies that have already arrived whole can be read;
 * extractors that buffer see to that.
 *
 * <p>A reading method comes to the end of the body only if all of it was read. A peer that leaves
 * ends it with {@link ClientGoneException}, a body larger than the limit with {@link
 * io.tako.http.Rejection.TooLarge}, one that does not come in time with {@link
 * io.tako.http.Rejection.Timeout}, and an answer that was sent before with an {@link IOException};
 * to a subscriber each is an error, whether it asks for something just then or not.
 */
public interface Content {

    /** The declared length in bytes, 0 if there is no body, -1 if it is not known in advance. */
    long length();

    /**
     * Sets the largest body that will be accepted from here on, in bytes. Without it, buffered
     * reads stop at {@link RouterSettings#maxBufferedBody()} and streaming reads have no limit.
     *
     * @throws Rejection.TooLarge at once if the declared length is already over the limit
     */
    void limit(long bytes);

    /** Reads the whole body into memory, up to the limit. Further calls return the same array. */
    byte[] bytes() throws IOException;

    /** The body as a blocking stream for the handler's thread; closing it discards the rest. */
    InputStream stream();

    /**
     * The body as buffers with back-pressure, for one subscriber. Buffers are heap memory and need
     * no release. Signals come from the connection's event loop: do not block in them.
     */
    Flux<DataBuffer> flux();

    /** The trailer fields, empty until the body was read to its end (RFC 9110 section 6.5). */
    HttpHeaders trailers();
}
