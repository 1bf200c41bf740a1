package io.tako.transport.tcp;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * A subscriber that sends what is published: it takes pieces from any thread, hands them to the
 * event loop, and asks for more while less than the window is under way.
 */
final class PublishedOutput implements CoreSubscriber<byte[]> {

    /** Pieces asked for at a time. */
    private static final int BATCH = 16;

    private final Outlet outlet;
    private final Queue<PublishedOutput> running;
    private final MonoSink<Void> done;
    private final AtomicBoolean wanting = new AtomicBoolean();
    private volatile Subscription subscription = Cancelled.INSTANCE;
    private volatile boolean over;
    private int received;

    private PublishedOutput(Outlet outlet, Queue<PublishedOutput> running, MonoSink<Void> done) {
        this.outlet = outlet;
        this.running = running;
        this.done = done;
    }

    /**
     * Sends the pieces once it is subscribed to.
     *
     * @param running the outputs of the connection that are not over
     */
    static Mono<Void> of(Publisher<byte[]> pieces, Outlet outlet, Queue<PublishedOutput> running) {
        return Mono.create(
                sink -> {
                    PublishedOutput output = new PublishedOutput(outlet, running, sink);
                    sink.onCancel(output::cancel);
                    running.add(output);
                    pieces.subscribe(output);
                });
    }

    @Override
    public Context currentContext() {
        return Context.of(done.contextView());
    }

    // The publisher's side.

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        if (over) {
            started.cancel();
        } else {
            started.request(BATCH);
        }
    }

    @Override
    public void onNext(byte[] piece) {
        if (over) {
            return;
        }
        try {
            outlet.send(piece.clone());
        } catch (IOException e) {
            subscription.cancel();
            onError(e);
            return;
        }
        if (++received == BATCH) {
            received = 0;
            wanting.set(true);
            more();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (end()) {
            done.error(failure);
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            done.success();
        }
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        running.remove(this);
        return first;
    }

    private void cancel() {
        end();
        subscription.cancel();
    }

    /** Some of what was under way has left. Any thread. */
    void more() {
        if (!outlet.full() && wanting.compareAndSet(true, false)) {
            subscription.request(BATCH);
        }
    }

    /** The connection is gone. */
    void fail(IOException cause) {
        subscription.cancel();
        onError(cause);
    }

    /** Before there is a subscription. */
    private enum Cancelled implements Subscription {
        INSTANCE;

        @Override
        public void request(long more) {}

        @Override
        public void cancel() {}
    }
}
