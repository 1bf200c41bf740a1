package io.tako.transport.http.exchange;

import io.tako.http.Body;
import io.tako.http.PeerGone;
import io.tako.http.Response;
import io.tako.transport.http.body.BufferBytes;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.fields.TrailerFields;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The subscriber of a published body: takes buffers from any thread, hands them to the event loop,
 * and asks for more while less than the window is under way.
 */
final class PublishedStream implements OutgoingStream, CoreSubscriber<DataBuffer> {

    private static final Logger log = LoggerFactory.getLogger(PublishedStream.class);

    /** Buffers asked for at a time. */
    private static final int BATCH = 16;

    private final HttpExchange exchange;
    private final Response response;
    private final Body.Published body;
    private final int window;
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicBoolean wanting = new AtomicBoolean();
    private volatile @Nullable Subscription subscription;
    private volatile boolean gone;
    private boolean whole;
    private HttpHeaders trailers = HttpHeaders.EMPTY;

    // Of the publisher's signals, which come one at a time.
    private int received;
    private long remaining;

    PublishedStream(HttpExchange exchange, Response response, Body.Published body, int window) {
        this.exchange = exchange;
        this.response = response;
        this.body = body;
        this.window = window;
        this.remaining = body.length();
    }

    /** Begins to take the body, after its head. */
    void begin() {
        if (!gone) {
            Flux.from(body.content()).<DataBuffer>concatMap(part -> part, 1).subscribe(this);
        }
    }

    // The publisher's side.

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        if (gone) {
            started.cancel();
        } else {
            started.request(BATCH);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        byte[] piece = BufferBytes.take(buffer);
        if (gone) {
            return;
        }
        if (body.length() >= 0) {
            remaining -= piece.length;
            if (remaining < 0) {
                Objects.requireNonNull(subscription).cancel();
                onError(new IllegalStateException("the body is longer than its declared length"));
                return;
            }
        }
        if (piece.length > 0) {
            underWay.addAndGet(piece.length);
            exchange.core().execute(() -> exchange.piece(this, piece));
        }
        if (++received == BATCH) {
            received = 0;
            wanting.set(true);
            more();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (gone || PeerGone.isCauseOf(failure)) {
            log.debug("{}: the peer left while the body was published", exchange.id());
        } else {
            logFailure(failure);
        }
        if (!gone) {
            exchange.core().execute(() -> exchange.streamed(this));
        }
    }

    private void logFailure(Throwable failure) {
        log.error(
                "{} {}: the publisher of the body failed; the connection is cut",
                exchange.id(),
                exchange.describe(),
                failure);
    }

    @Override
    public void onComplete() {
        if (remaining > 0) {
            onError(new IllegalStateException("the body is shorter than its declared length"));
            return;
        }
        HttpHeaders told = HttpHeaders.EMPTY;
        if (response.trailers() != null) {
            try {
                told = TrailerFields.ask(response.trailers());
            } catch (Throwable t) {
                onError(t);
                return;
            }
        }
        HttpHeaders last = told;
        exchange.core().execute(() -> finish(last));
    }

    private void more() {
        Subscription source = subscription;
        if (underWay.get() <= window && source != null && wanting.compareAndSet(true, false)) {
            source.request(BATCH);
        }
    }

    // The event loop's side.

    private void finish(HttpHeaders last) {
        trailers = last;
        whole = true;
        exchange.streamed(this);
    }

    @Override
    public void sent(int bytes) {
        if (underWay.addAndGet(-bytes) <= window / 2) {
            more();
        }
    }

    @Override
    public void fail() {
        if (gone) {
            // Told once before: every piece under way fails by itself.
            return;
        }
        gone = true;
        Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public void peerGone() {
        fail();
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
    public HttpHeaders trailers() {
        return trailers;
    }

    @Override
    public boolean whole() {
        return whole;
    }
}
