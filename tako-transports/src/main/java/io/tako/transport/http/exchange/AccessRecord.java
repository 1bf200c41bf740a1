package io.tako.transport.http.exchange;

import io.tako.extract.Extractors;
import io.tako.handler.HeadExtractor;
import io.tako.http.Body;
import io.tako.http.Connection;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.transport.accesslog.AccessEntry;
import io.tako.transport.accesslog.AccessLogger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the access log says of one exchange. Made only where there is a log. Belongs to the
 * event loop.
 */
public final class AccessRecord {

    private static final HeadExtractor<InetAddress> CLIENT = Extractors.clientIp();
    private static final AccessEntry.Fields NO_FIELDS = name -> null;

    private final AccessLogger log;
    private final long begunAt = System.currentTimeMillis();
    private final long begun = System.nanoTime();
    private @Nullable Response response;
    private long bytes;
    private boolean written;

    AccessRecord(AccessLogger log) {
        this.log = log;
    }

    /** The head of the response is sent. */
    void head(Response sent) {
        response = sent;
    }

    /** So many bytes of its body are. */
    void body(long more) {
        bytes += more;
    }

    /** Writes the line, once. */
    void end(Request request, String version, boolean whole) {
        if (written) {
            return;
        }
        written = true;
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        log.write(() -> entry(request, version, took, whole));
    }

    private AccessEntry entry(Request request, String version, Duration took, boolean whole) {
        InetAddress client = CLIENT.find(request);
        Response sent = response;
        return new AccessEntry(
                request.connection(),
                client == null ? null : client.getHostAddress(),
                request.id(),
                new AccessEntry.Line(request.method().name(), request.target(), version),
                request::header,
                sent == null ? 0 : sent.status().value(),
                sent == null ? NO_FIELDS : sent.headers()::getFirst,
                bytes,
                Instant.ofEpochMilli(begunAt),
                took,
                whole);
    }

    /**
     * Writes the line of a request, or of a connection, that was refused before there was an
     * exchange.
     *
     * @param log null if there is none
     * @param line what could be read of it, or null
     * @param answer what it was answered, or null if there was no answer
     */
    public static void refused(
            @Nullable AccessLogger log,
            Connection connection,
            long sequence,
            AccessEntry.@Nullable Line line,
            @Nullable Response answer) {
        if (log == null) {
            return;
        }
        log.write(
                () ->
                        new AccessEntry(
                                connection,
                                peer(connection),
                                id(connection, sequence),
                                line,
                                NO_FIELDS,
                                answer == null ? 0 : answer.status().value(),
                                answer == null ? NO_FIELDS : answer.headers()::getFirst,
                                answer == null ? 0 : length(answer),
                                Instant.now(),
                                Duration.ZERO,
                                answer != null));
    }

    /** The identifier of a request: its connection's, and its place on it. */
    public static String id(Connection connection, long sequence) {
        return Long.toString(connection.id(), 36) + "-" + Long.toString(sequence, 36);
    }

    /** The bytes of a body that is in memory; of any other they are told as they are sent. */
    static long length(Response response) {
        return response.body() instanceof Body.Bytes body ? body.array().length : 0;
    }

    private static @Nullable String peer(Connection connection) {
        return connection.remoteAddress() instanceof InetSocketAddress inet
                        && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : null;
    }
}
