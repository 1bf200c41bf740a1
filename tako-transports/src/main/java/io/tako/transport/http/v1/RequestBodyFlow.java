package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.LastHttpContent;
import io.tako.http.ProtocolError;
import io.tako.http.Rejection;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.http.body.ArrivedBody;
import io.tako.transport.http.body.BodyGatherer;
import io.tako.transport.http.body.IncomingBody;
import io.tako.transport.spine.OnLoop;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.support.Netty4HeadersAdapter;

/**
 * Takes each request's body from the wire to its exchange: gathered whole before the handler starts
 * where it is small and comes with its head, else read by the handler as it arrives, which slows
 * the peer when the handler is slow. Belongs to the event loop.
 */
final class RequestBodyFlow {

    private final Http1Connection connection;
    private final HttpLimits limits;
    private final long mostBuffered;
    private final BodyGatherer gatherer = new BodyGatherer();
    private @Nullable IncomingBody reading;
    private boolean continueOwed;
    private boolean ended = true;
    private long unread;
    private long received;
    private long progress;

    RequestBodyFlow(Http1Connection connection, HttpLimits limits, long mostBuffered) {
        this.connection = connection;
        this.limits = limits;
        this.mostBuffered = mostBuffered;
    }

    /** A new request has begun. */
    void begin() {
        ended = false;
        reading = null;
        continueOwed = false;
        unread = 0;
        received = 0;
    }

    /** Chooses how the body reaches the exchange; false if it is to be gathered first. */
    boolean open(Http1Exchange exchange) {
        RequestFraming framing = exchange.framing();
        continueOwed = framing.expectContinue;
        boolean small = framing.length <= limits.bodyWindow();
        if (exchange.gathersBody() && !continueOwed && small) {
            gatherer.begin();
            return false;
        }
        read(exchange);
        return true;
    }

    private IncomingBody read(Http1Exchange exchange) {
        IncomingBody body =
                new IncomingBody(
                        new BodySource(connection, exchange),
                        new OnLoop(connection.core()),
                        exchange.framing().length,
                        mostBuffered,
                        limits.bodyWindow());
        reading = body;
        exchange.content(body);
        return body;
    }

    /** A part of the body has come; without an exchange nobody wants it. */
    void piece(@Nullable Http1Exchange exchange, ByteBuf piece) {
        progress++;
        received += piece.readableBytes();
        if (exchange == null) {
            piece.release();
        } else if (gatherer.active()) {
            gatherer.add(piece);
        } else {
            IncomingBody body = reading;
            if (!piece.isReadable() || body == null || !body.offer(piece)) {
                unread += piece.readableBytes();
                piece.release();
            }
        }
    }

    /** A burst of reading is over: whoever reads the body gets what came of it. */
    void burstOver() {
        IncomingBody body = reading;
        if (body != null) {
            body.wake();
        }
    }

    /** Whether more came that nobody reads than is worth passing over. */
    boolean tooMuchUnread() {
        return unread > limits.unreadBodyDrain();
    }

    /** Whether so much is still to come that passing over it costs more than a new connection. */
    boolean tooMuchToCome(Http1Exchange exchange) {
        long length = exchange.framing().length;
        return continueOwed || length < 0 || length - received > limits.unreadBodyDrain();
    }

    /** The body is complete; true if the exchange was waiting for that to be dispatched. */
    boolean end(@Nullable Http1Exchange exchange, LastHttpContent last) {
        endReading();
        if (exchange == null) {
            return false;
        }
        if (gatherer.active()) {
            exchange.content(new ArrivedBody(gatherer.finish(), trailers(last), mostBuffered));
            return true;
        }
        IncomingBody body = reading;
        if (body != null) {
            body.end(trailers(last));
            return false;
        }
        return true;
    }

    private static HttpHeaders trailers(LastHttpContent last) {
        return last.trailingHeaders().isEmpty()
                ? HttpHeaders.EMPTY
                : HttpHeaders.readOnlyHttpHeaders(
                        new HttpHeaders(new Netty4HeadersAdapter(last.trailingHeaders())));
    }

    /** No more of this request's body will be read. */
    void endReading() {
        ended = true;
    }

    /** Whether the request's last byte has come, or no more of it is wanted. */
    boolean ended() {
        return ended;
    }

    /** Whether a body is being gathered before its handler starts. */
    boolean gathering() {
        return gatherer.active();
    }

    /** The body did not come whole with its head: the handler reads on as it arrives. */
    void stopGathering(Http1Exchange exchange) {
        gatherer.passTo(read(exchange));
    }

    /** The body breaks a rule. */
    void fail(ProtocolError error) {
        IncomingBody body = reading;
        if (body != null) {
            body.fail(new Rejection.Malformed(error.what()));
        }
    }

    /** The body stopped coming. */
    void expired() {
        IncomingBody body = reading;
        if (body != null) {
            body.fail(new Rejection.Timeout("the body did not come in time"));
        }
    }

    void release() {
        gatherer.release();
    }

    /** Takes the debt of a {@code 100 Continue}; true once. */
    boolean takeContinueOwed() {
        boolean owed = continueOwed;
        continueOwed = false;
        return owed;
    }

    boolean continueOwed() {
        return continueOwed;
    }

    /** Whether reading waits for the handler. */
    boolean paused() {
        IncomingBody body = reading;
        return !ended && body != null && body.isFull();
    }

    /** Whether somebody waits for bytes of the body. */
    boolean awaited() {
        IncomingBody body = reading;
        return !ended && (gatherer.active() || (body != null && body.isAwaited()));
    }

    /** Bytes of this request's body that have come. */
    long received() {
        return received;
    }

    /** Changes with every piece. */
    long progress() {
        return progress;
    }
}
