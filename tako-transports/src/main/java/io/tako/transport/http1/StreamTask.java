package io.tako.transport.http1;

import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.Response;
import io.tako.runtime.HandlerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The run of a streaming body's writer: on the handler's own virtual thread, or on one started for
 * it where the handler had none.
 */
final class StreamTask extends HandlerTask {

    private static final Logger log = LoggerFactory.getLogger(StreamTask.class);

    private final Http1Exchange exchange;
    private final Http1Connection connection;
    private final Response response;
    private final Body.Streaming body;
    private final OutgoingBody out;
    private boolean whole;
    private HttpHeaders trailers = HttpHeaders.EMPTY;

    StreamTask(
            Http1Exchange exchange, Response response, Body.Streaming body, Http1Connection conn) {
        this.exchange = exchange;
        this.connection = conn;
        this.response = response;
        this.body = body;
        this.out =
                new OutgoingBody(
                        piece ->
                                conn.core()
                                        .execute(
                                                () ->
                                                        conn.responses()
                                                                .sendPiece(exchange, this, piece)),
                        conn.spine().config().limits().writeWindow(),
                        body.length());
    }

    Response response() {
        return response;
    }

    long length() {
        return body.length();
    }

    OutgoingBody out() {
        return out;
    }

    /** Writes the body on the calling thread. Never throws. */
    void write() {
        try {
            body.writer().writeTo(out);
            out.flush();
            if (!out.complete()) {
                throw new IllegalStateException("the body is shorter than its declared length");
            }
            if (response.trailers() != null) {
                trailers = response.trailers().get();
            }
            whole = true;
        } catch (ClientGoneException e) {
            log.debug("{}: the peer left while the body was written", exchange.id());
        } catch (Throwable t) {
            if (out.open()) {
                log.error(
                        "{} {}: writing the body failed; the connection is cut",
                        exchange.id(),
                        exchange.endpoint().describe(),
                        t);
            }
        }
    }

    /** Whether all of it was written. */
    boolean whole() {
        return whole;
    }

    HttpHeaders trailers() {
        return trailers;
    }

    void peerGone() {
        out.fail();
        Thread writer = thread();
        if (writer != null) {
            writer.interrupt();
        }
    }

    @Override
    protected void handle() {
        write();
    }

    @Override
    protected void completed() {
        connection.responses().streamed(exchange, this);
    }

    @Override
    protected String describe() {
        return exchange.endpoint().describe() + " (body)";
    }
}
