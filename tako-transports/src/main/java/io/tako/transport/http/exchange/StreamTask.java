package io.tako.transport.http.exchange;

import io.tako.http.Body;
import io.tako.http.PeerGone;
import io.tako.http.Response;
import io.tako.runtime.HandlerTask;
import io.tako.transport.http.body.OutgoingBody;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.fields.TrailerFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The run of a streaming body's writer: on the handler's own virtual thread, or on one started for
 * it where the handler had none.
 */
final class StreamTask extends HandlerTask implements OutgoingStream {

    private static final Logger log = LoggerFactory.getLogger(StreamTask.class);

    private final HttpExchange exchange;
    private final Response response;
    private final Body.Streaming body;
    private final OutgoingBody out;
    private boolean whole;
    private HttpHeaders trailers = HttpHeaders.EMPTY;

    StreamTask(HttpExchange exchange, Response response, Body.Streaming body, int window) {
        this.exchange = exchange;
        this.response = response;
        this.body = body;
        this.out =
                new OutgoingBody(
                        piece -> exchange.core().execute(() -> exchange.piece(this, piece)),
                        window,
                        body.length());
    }

    @Override
    public Response response() {
        return response;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public void sent(int bytes) {
        out.sent(bytes);
    }

    @Override
    public void fail() {
        out.fail();
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
                trailers = TrailerFields.ask(response.trailers());
            }
            whole = true;
        } catch (Throwable t) {
            if (PeerGone.isCauseOf(t)) {
                log.debug("{}: the peer left while the body was written", exchange.id());
            } else if (out.open()) {
                log.error(
                        "{} {}: writing the body failed; the connection is cut",
                        exchange.id(),
                        exchange.describe(),
                        t);
            }
        }
    }

    @Override
    public boolean whole() {
        return whole;
    }

    @Override
    public HttpHeaders trailers() {
        return trailers;
    }

    @Override
    public void peerGone() {
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
        exchange.streamed(this);
    }

    @Override
    protected String describe() {
        return exchange.describe() + " (body)";
    }
}
