package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.ClientGoneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * What a writer writes, as buffers for one subscriber: on a virtual thread of its own, which parks
 * while nobody asks for more and is interrupted once nobody will.
 */
final class WrittenBody implements BodyWriter, Subscription {

    /** Small writes gather up to this many bytes. */
    private static final int GATHER = 8 * 1024;

    private final Body.Streaming body;
    private final CoreSubscriber<? super DataBuffer> subscriber;
    private final DataBufferFactory buffers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private boolean cancelled;
    private @Nullable Thread writer;

    // Of the writer's thread only.
    private final byte[] gathered = new byte[GATHER];
    private int count;

    private WrittenBody(
            Body.Streaming body,
            CoreSubscriber<? super DataBuffer> subscriber,
            DataBufferFactory buffers) {
        this.body = body;
        this.subscriber = subscriber;
        this.buffers = buffers;
    }

    /** The buffers of the body, which each subscriber has written anew. */
    static Flux<DataBuffer> of(Body.Streaming body, DataBufferFactory buffers) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
                WrittenBody written = new WrittenBody(body, subscriber, buffers);
                subscriber.onSubscribe(written);
                written.start();
            }
        };
    }

    private void start() {
        lock.lock();
        try {
            if (!cancelled) {
                writer = Thread.ofVirtual().name("tako-body").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Throwable failure = null;
        try {
            body.writer().writeTo(this);
            flush();
        } catch (Throwable t) {
            failure = t;
        }
        if (!open()) {
            return;
        }
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    // The writer's side.

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int some = Math.min(end - at, GATHER - count);
            System.arraycopy(bytes, at, gathered, count, some);
            count += some;
            at += some;
            if (count == GATHER) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (count == 0) {
            return;
        }
        awaitDemand();
        DataBuffer buffer = buffers.allocateBuffer(count);
        buffer.write(gathered, 0, count);
        count = 0;
        subscriber.onNext(buffer);
    }

    private void awaitDemand() throws IOException {
        lock.lock();
        try {
            while (demand == 0 && !cancelled) {
                changed.await();
            }
            if (cancelled) {
                throw new ClientGoneException("nobody takes more of the body");
            }
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!open()) {
                throw new ClientGoneException("nobody takes more of the body");
            }
            throw new InterruptedIOException("interrupted while the body was written");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean open() {
        lock.lock();
        try {
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }

    // The subscriber's side.

    @Override
    public void request(long n) {
        if (!Operators.validate(n)) {
            return;
        }
        lock.lock();
        try {
            demand = Operators.addCap(demand, n);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            changed.signal();
            if (writer != null) {
                writer.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
