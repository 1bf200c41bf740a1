package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Operators;

/** A body as heap buffers for one subscriber, no faster than it asks. */
final class IncomingPublisher implements Publisher<DataBuffer> {

    private final IncomingBody body;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    IncomingPublisher(IncomingBody body) {
        this.body = body;
    }

    @Override
    public void subscribe(Subscriber<? super DataBuffer> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            Operators.error(subscriber, new IllegalStateException("a body is read at most once"));
            return;
        }
        Reading reading = new Reading(body, subscriber);
        subscriber.onSubscribe(reading);
        body.listener(reading::drain);
        reading.drain();
    }

    private static final class Reading implements Subscription {
        private final IncomingBody body;
        private final Subscriber<? super DataBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger draining = new AtomicInteger();
        private volatile boolean over;

        Reading(IncomingBody body, Subscriber<? super DataBuffer> subscriber) {
            this.body = body;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                over = true;
                body.discard();
                subscriber.onError(
                        new IllegalArgumentException("request: " + n + " (expected: > 0)"));
                return;
            }
            demand.accumulateAndGet(n, Operators::addCap);
            drain();
        }

        @Override
        public void cancel() {
            over = true;
            body.listener(null);
            body.discard();
        }

        void drain() {
            if (draining.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                try {
                    pass();
                } catch (IOException | RuntimeException e) {
                    finish();
                    subscriber.onError(e);
                }
                missed = draining.addAndGet(-missed);
            } while (missed != 0);
        }

        private void pass() throws IOException {
            while (!over && demand.get() > 0) {
                ByteBuf piece = body.poll();
                if (piece == null) {
                    break;
                }
                byte[] bytes = new byte[piece.readableBytes()];
                piece.readBytes(bytes).release();
                demand.decrementAndGet();
                subscriber.onNext(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
            }
            if (!over && body.exhausted()) {
                finish();
                subscriber.onComplete();
            }
        }

        private void finish() {
            over = true;
            body.listener(null);
        }
    }
}
