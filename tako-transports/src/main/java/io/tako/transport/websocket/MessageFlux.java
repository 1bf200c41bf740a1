package io.tako.transport.websocket;

import io.tako.runtime.Core;
import io.tako.websocket.Message;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The messages of a socket for one subscriber at a time. Signals come from the event loop, where
 * everything but subscribing and asking happens.
 */
final class MessageFlux implements Publisher<Message> {

    private final Core core;
    private final Inbox inbox;
    private final AtomicReference<@Nullable Reading> current = new AtomicReference<>();

    MessageFlux(Core core, Inbox inbox) {
        this.core = core;
        this.inbox = inbox;
    }

    Flux<Message> flux() {
        return Flux.from(this);
    }

    void requireUnsubscribed() {
        if (current.get() != null) {
            throw new IllegalStateException(
                    "receive() while flux() is subscribed to (expected: one of them)");
        }
    }

    /** There may be something to pass on. On the event loop. */
    void advance() {
        Reading reading = current.get();
        if (reading != null) {
            reading.advance();
        }
    }

    @Override
    public void subscribe(Subscriber<? super Message> subscriber) {
        Reading reading = new Reading(subscriber);
        if (current.compareAndSet(null, reading)) {
            subscriber.onSubscribe(reading);
        } else {
            Operators.error(
                    subscriber,
                    new IllegalStateException("messages have one subscriber at a time"));
        }
    }

    private final class Reading implements Subscription {

        private final Subscriber<? super Message> subscriber;
        private long wanted;
        private boolean advancing;

        Reading(Subscriber<? super Message> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            onLoop(
                    () -> {
                        if (more <= 0) {
                            fail(more);
                            return;
                        }
                        wanted = Operators.addCap(wanted, more);
                        advance();
                    });
        }

        @Override
        public void cancel() {
            current.compareAndSet(this, null);
        }

        private void onLoop(Runnable action) {
            if (core.eventLoop().inEventLoop()) {
                action.run();
                return;
            }
            try {
                core.execute(action);
            } catch (RejectedExecutionException e) {
                cancel();
            }
        }

        private void fail(long more) {
            if (current.compareAndSet(this, null)) {
                subscriber.onError(
                        new IllegalArgumentException(
                                "requested " + more + " (expected: > 0, Reactive Streams 3.9)"));
            }
        }

        private void advance() {
            if (advancing) {
                return;
            }
            advancing = true;
            try {
                while (current.get() == this && (wanted > 0 || inbox.drained())) {
                    Message next = inbox.poll();
                    if (next == null) {
                        return;
                    }
                    if (next instanceof Message.Closed) {
                        current.compareAndSet(this, null);
                        subscriber.onComplete();
                        return;
                    }
                    wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
                    subscriber.onNext(next);
                }
            } finally {
                advancing = false;
            }
        }
    }
}
