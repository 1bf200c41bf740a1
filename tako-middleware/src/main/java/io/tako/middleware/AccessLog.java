package io.tako.middleware;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each request to the logger {@value #LOGGER}, at INFO.
 *
 * <p>The line is written when the response is made, before its body is sent, and the time is that
 * of the rest of the chain. Use it outermost, so that it sees what the client sees. Control
 * characters are escaped whatever the format, so no request can forge a line, and no failure to
 * format or log reaches the request.
 */
public final class AccessLog implements Middleware {

    /** The logger written to. */
    public static final String LOGGER = "io.tako.access";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    private final Formatter formatter;

    private AccessLog(Formatter formatter) {
        this.formatter = formatter;
    }

    /**
     * Lines such as {@code 192.0.2.7 "GET /users/7 http/1.1" 200 512 1830us 4f2a}: client address,
     * method, path without its query, protocol, status, body length in bytes, time in microseconds,
     * request id. A hyphen stands for what is not known.
     */
    public static AccessLog create() {
        return new AccessLog(AccessLine::of);
    }

    /** With lines of another format. */
    public AccessLog format(Formatter other) {
        return new AccessLog(Objects.requireNonNull(other, "other"));
    }

    @Override
    public Response handle(Request request, Next next) {
        long start = System.nanoTime();
        Response response = next.run(request);
        if (log.isInfoEnabled()) {
            write(request, response, Duration.ofNanos(System.nanoTime() - start));
        }
        return response;
    }

    private void write(Request request, Response response, Duration time) {
        try {
            log.info("{}", AccessLine.escape(formatter.format(request, response, time)));
        } catch (RuntimeException e) {
            report(request, e);
        }
    }

    private static void report(Request request, RuntimeException failure) {
        try {
            log.warn("Request {}: no access line could be written", request.id(), failure);
        } catch (RuntimeException e) {
            // The log itself is broken: there is nowhere left to say so.
            failure.addSuppressed(e);
        }
    }

    /** Makes the line of one request. Called on the handler's thread. */
    @FunctionalInterface
    public interface Formatter {

        /**
         * The line, without its end.
         *
         * @param time how long the rest of the chain took
         */
        String format(Request request, Response response, Duration time);
    }
}
