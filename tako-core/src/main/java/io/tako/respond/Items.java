package io.tako.respond;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;

/**
 * A publisher as a blocking sequence for one thread. At most {@link #PREFETCH} items wait here, so
 * a slow reader slows the publisher down.
 */
final class Items implements CoreSubscriber<Object> {

    static final int PREFETCH = 32;

    /** Asking for most of the window at once keeps the publisher busy and the requests few. */
    private static final int REPLENISH = PREFETCH - PREFETCH / 4;

    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Subscription> upstream = new AtomicReference<>();
    private volatile boolean done;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread waiting;
    private int taken;

    @Override
    public void onSubscribe(Subscription subscription) {
        if (cancelled || !upstream.compareAndSet(null, subscription)) {
            subscription.cancel();
            return;
        }
        if (cancelled) {
            subscription.cancel();
        } else {
            subscription.request(PREFETCH);
        }
    }

    @Override
    public void onNext(Object item) {
        if (done) {
            Operators.onNextDropped(item, currentContext());
            return;
        }
        queue.add(item);
        if (cancelled) {
            discard();
        }
        wake();
    }

    @Override
    public void onError(Throwable thrown) {
        if (done) {
            Operators.onErrorDropped(thrown, currentContext());
            return;
        }
        failure = thrown;
        done = true;
        wake();
    }

    @Override
    public void onComplete() {
        done = true;
        wake();
    }

    /** Whether the next item, the end or the failure is there. */
    boolean ready() {
        return done || !queue.isEmpty();
    }

    /**
     * The item that {@link #next} will give, waited for by parking; null at the end.
     *
     * @throws InterruptedException after the publisher was cancelled
     * @throws Exception what the publisher failed with
     */
    @Nullable Object peek() throws Exception {
        if (!ready()) {
            park();
        }
        Object item = queue.peek();
        Throwable thrown = failure;
        if (item == null && thrown != null) {
            throw Awaited.unwrapped(Exceptions.unwrap(thrown), new IllegalStateException(thrown));
        }
        return item;
    }

    /** The next item, as {@link #peek} has it. */
    @Nullable Object next() throws Exception {
        if (peek() == null) {
            return null;
        }
        Object item = queue.poll();
        Subscription source = upstream.get();
        if (++taken == REPLENISH && source != null) {
            taken = 0;
            source.request(REPLENISH);
        }
        return item;
    }

    /** Ends the subscription, once, and lets go of what waits; without effect after the end. */
    void cancel() {
        cancelled = true;
        Subscription source = upstream.getAndSet(Operators.cancelledSubscription());
        if (source != null && !done) {
            source.cancel();
        }
        discard();
    }

    private void park() throws InterruptedException {
        waiting = Thread.currentThread();
        try {
            while (!ready()) {
                if (Thread.interrupted()) {
                    cancel();
                    throw new InterruptedException("interrupted while waiting for an item");
                }
                LockSupport.park(this);
            }
        } finally {
            waiting = null;
        }
    }

    private void wake() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private void discard() {
        Object item = queue.poll();
        while (item != null) {
            if (item instanceof DataBuffer buffer) {
                DataBufferUtils.release(buffer);
            }
            item = queue.poll();
        }
    }
}
