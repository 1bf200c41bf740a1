package io.tako.transport.tcp;

import io.tako.runtime.Core;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * The input of a connection for one subscriber at a time. Signals come from the event loop, where
 * everything but subscribing and asking happens.
 */
final class InputFlux implements Publisher<byte[]> {

    private final Core core;
    private final Input input;
    private final Input.Read<byte[]> poll;
    private final Subscriptions subscriptions;

    /** Where a connection finds its subscriber again. */
    interface Subscriptions {
        /** Input is the reading's from here on; it is told when there may be some. */
        void begun(Reading reading);
    }

    /**
     * @param poll what there is to pass on without waiting, or null
     */
    InputFlux(Core core, Input input, Input.Read<byte[]> poll, Subscriptions subscriptions) {
        this.core = core;
        this.input = input;
        this.poll = poll;
        this.subscriptions = subscriptions;
    }

    @Override
    public void subscribe(Subscriber<? super byte[]> subscriber) {
        Reading reading = new Reading(subscriber);
        if (input.claim(reading)) {
            subscriptions.begun(reading);
            subscriber.onSubscribe(reading);
        } else {
            Operators.error(
                    subscriber,
                    new IllegalStateException(
                            "input is being read already (expected: one reader at a time)"));
        }
    }

    /** One subscription. */
    final class Reading implements Subscription {

        private final Subscriber<? super byte[]> subscriber;
        private long wanted;
        private boolean advancing;

        Reading(Subscriber<? super byte[]> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            onLoop(
                    () -> {
                        if (more <= 0) {
                            fail(
                                    new IllegalArgumentException(
                                            "requested "
                                                    + more
                                                    + " (expected: > 0, Reactive Streams 3.9)"));
                            return;
                        }
                        wanted = Operators.addCap(wanted, more);
                        advance();
                    });
        }

        @Override
        public void cancel() {
            input.leave(this);
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

        private void fail(Throwable cause) {
            if (input.isReader(this)) {
                input.leave(this);
                subscriber.onError(cause);
            }
        }

        /** There may be something to pass on. On the event loop. */
        void advance() {
            if (advancing) {
                return;
            }
            advancing = true;
            try {
                while (input.isReader(this) && pass()) {}
            } catch (IOException e) {
                fail(e);
            } finally {
                advancing = false;
            }
        }

        /** Whether there may be more. */
        private boolean pass() throws IOException {
            byte[] next = wanted > 0 ? poll.read() : null;
            if (next != null) {
                wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
                subscriber.onNext(next);
                return true;
            }
            if (!input.ended() || (wanted == 0 && !input.exhausted())) {
                return false;
            }
            input.requireWhole();
            input.leave(this);
            subscriber.onComplete();
            return false;
        }
    }
}
