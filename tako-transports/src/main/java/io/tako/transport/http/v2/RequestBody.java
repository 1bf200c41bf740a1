package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.tako.http.Rejection;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.http.body.ArrivedBody;
import io.tako.transport.http.body.BodyGatherer;
import io.tako.transport.http.body.IncomingBody;
import io.tako.transport.spine.OnLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Takes the body of one stream to its exchange: gathered whole where it is small and comes with its
 * head, else read as it arrives. The peer may send on as bytes are taken. Belongs to the event
 * loop, but for what a reader's thread calls.
 */
final class RequestBody implements IncomingBody.Source {

    private final Http2ServerConnection connection;
    private final Http2Exchange exchange;
    private final HttpLimits limits;
    private final long mostBuffered;
    private final BodyGatherer gatherer = new BodyGatherer();
    private final AtomicInteger takenByReader = new AtomicInteger();
    private @Nullable IncomingBody incoming;
    private boolean continueOwed;
    private boolean ended;
    private boolean discarded;
    private boolean waking;
    private long received;
    private long pieces;

    RequestBody(Http2ServerConnection connection, Http2Exchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
        this.limits = connection.state().spine().config().limits();
        this.mostBuffered = connection.state().spine().router().settings().maxBufferedBody();
    }

    /** There is none, or the exchange has it already. */
    void none() {
        ended = true;
    }

    /** Chooses how the body reaches the exchange; false if it is to be gathered first. */
    boolean open() {
        continueOwed = exchange.head().expectContinue();
        boolean small = exchange.head().length() <= limits.bodyWindow();
        if (exchange.gathersBody() && !continueOwed && small) {
            gatherer.begin();
            connection.gathers(exchange);
            return false;
        }
        read();
        return true;
    }

    private IncomingBody read() {
        IncomingBody body =
                new IncomingBody(
                        this,
                        new OnLoop(connection.core()),
                        exchange.head().length(),
                        mostBuffered,
                        limits.bodyWindow());
        incoming = body;
        exchange.content(body);
        return body;
    }

    /** Bytes of it that have come. */
    long received() {
        return received;
    }

    /** A part has come; how many of its bytes wait to be taken. */
    int piece(ByteBuf data, boolean end) {
        pieces++;
        int size = data.readableBytes();
        received += size;
        int waiting = 0;
        if (size > 0 && !discarded) {
            if (gatherer.active()) {
                gatherer.add(data.retain());
                waiting = size;
            } else if (incoming != null) {
                ByteBuf kept = data.retain();
                if (incoming.offer(kept)) {
                    waiting = size;
                    wakeAfterBurst();
                } else {
                    kept.release();
                }
            }
        }
        if (end) {
            end(HttpHeaders.EMPTY);
        } else if (discarded && received > limits.unreadBodyDrain()) {
            exchange.abandonBody();
        }
        return waiting;
    }

    private void wakeAfterBurst() {
        if (!waking) {
            waking = true;
            connection.tellAfterBurst(this::wake);
        }
    }

    private void wake() {
        waking = false;
        if (incoming != null) {
            incoming.wake();
        }
    }

    /** The body is complete. */
    void end(HttpHeaders trailers) {
        ended = true;
        if (gatherer.active()) {
            byte[] all = gatherer.finish();
            connection.gathered(exchange);
            exchange.content(new ArrivedBody(all, trailers, mostBuffered));
            connection.consumed(exchange.stream(), all.length);
            exchange.dispatch();
        } else if (incoming != null) {
            incoming.end(trailers);
        }
    }

    /** Goes over to reading as it arrives; false if it came whole meanwhile. */
    boolean stopGathering() {
        if (!gatherer.active()) {
            return false;
        }
        gatherer.passTo(read());
        return true;
    }

    /** What came before the stream became a tunnel is the tunnel's. */
    void passTo(StreamTunnel tunnel) {
        IncomingBody early = incoming;
        if (early == null) {
            return;
        }
        early.passTo(
                piece -> {
                    int size = piece.readableBytes();
                    connection.consumed(exchange.stream(), size - tunnel.received(piece));
                });
        if (ended) {
            tunnel.inputEnded();
        }
    }

    /** What was left of it is not wanted any more. */
    void discard() {
        if (discarded) {
            return;
        }
        discarded = true;
        if (gatherer.active()) {
            connection.consumed(exchange.stream(), gatherer.finish().length);
        }
        exchange.discardBody();
    }

    /** Whether so much is still to come that the client had better stop. */
    boolean tooMuchToCome() {
        if (ended) {
            return false;
        }
        long length = exchange.head().length();
        return continueOwed || length < 0 || length - received > limits.unreadBodyDrain();
    }

    /** The stream is gone. */
    void release() {
        gatherer.release();
    }

    /** The body stopped coming. */
    void expired() {
        if (incoming != null) {
            incoming.fail(new Rejection.Timeout("the body did not come in time"));
        }
    }

    /**
     * Whether somebody waits for bytes of it, or for its end after the answer, and the peer is free
     * to send them: others may have filled the connection's window.
     */
    boolean awaited() {
        return !ended
                && connection.mayReceive()
                && (exchange.responseEnded() || (incoming != null && incoming.isAwaited()));
    }

    /** Changes with every piece. */
    long progress() {
        return pieces;
    }

    // From the reader's thread.

    @Override
    public void wanted() {
        if (exchange.head().expectContinue()) {
            connection.core().execute(this::invite);
        }
    }

    private void invite() {
        if (continueOwed && !ended) {
            continueOwed = false;
            exchange.invite();
        }
    }

    @Override
    public void taken(int bytes) {
        if (takenByReader.getAndAdd(bytes) == 0) {
            connection.core().execute(this::passOn);
        }
    }

    private void passOn() {
        connection.consumed(exchange.stream(), takenByReader.getAndSet(0));
    }
}
