package io.tako.respond;

import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Bodies that are produced while they are sent. */
final class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int PIECE = 16 * 1024;

    private Streams() {}

    static Response response(InputStream in, MediaType type, Request request) {
        return Response.ok()
                .body(HeldBody.of(out -> copy(in, out), () -> closeQuietly(in), request))
                .contentType(type);
    }

    /**
     * The items of the publisher as they come. The first one is waited for, because it decides the
     * type of the body; a publisher that fails before it fails as a handler would.
     *
     * @param declared the type the handler declared, or null to go by route and {@code Accept}
     */
    static Response response(Publisher<?> publisher, Request request, @Nullable MediaType declared)
            throws Exception {
        boolean events =
                declared == null
                        ? Sse.expected(request)
                        : MediaType.TEXT_EVENT_STREAM.includes(declared);
        if (events) {
            return Sse.of(publisher).respond(request);
        }
        Items items = new Items();
        publisher.subscribe(items);
        if (!items.ready() && !Thread.currentThread().isVirtual()) {
            items.cancel();
            throw Awaited.cannotWait("Publisher");
        }
        Object first = items.peek();
        List<String> accept = request.headers(HttpHeaders.ACCEPT);
        boolean lines =
                declared != null
                        ? declared.isCompatibleWith(MediaType.APPLICATION_NDJSON)
                        : ItemEncoding.prefersLines(accept);
        ItemEncoding encoding = ItemEncoding.of(first, lines, request.settings().json());
        return Response.ok()
                .body(HeldBody.of(out -> write(items, encoding, out), items::cancel, request))
                .contentType(encoding.type());
    }

    private static void write(Items items, ItemEncoding encoding, BodyWriter out) throws Exception {
        Object item = items.next();
        while (item != null) {
            encoding.write(item, out);
            if (!items.ready()) {
                out.flush();
            }
            item = items.next();
        }
        encoding.end(out);
    }

    /** Sends all of the stream; the caller closes it. */
    static void copy(InputStream in, BodyWriter out) throws IOException {
        byte[] piece = new byte[PIECE];
        int read = in.read(piece);
        while (read >= 0) {
            out.write(piece, 0, read);
            read = in.read(piece);
        }
    }

    /** Sends the next bytes of the stream; one that ends before is an error, not a short body. */
    static void copy(InputStream in, long length, BodyWriter out) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        long left = length;
        while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("The content ends " + left + " bytes too early");
            }
            out.write(piece, 0, read);
            left -= read;
        }
    }

    /** A stream that was only read loses nothing when closing it fails. */
    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("Closing a streamed input failed", e);
        }
    }
}
