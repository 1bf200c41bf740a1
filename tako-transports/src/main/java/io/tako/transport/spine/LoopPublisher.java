package io.tako.transport.spine;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Operators;

/**
 * What comes from a peer for one subscriber at a time, no faster than it asks. All signals but the
 * first come from the event loop.
 *
 * @param <T> what is published
 */
public final class LoopPublisher<T> implements Publisher<T> {

    private static final Logger log = LoggerFactory.getLogger(LoopPublisher.class);

    private final Executor loop;
    private final Source<T> source;

    /** Where the published comes from. Called on the event loop but for who reads. */
    public interface Source<T> {
        /** Makes the listener the only reader; false if there is another one. Any thread. */
        boolean claim(ReadQueue.Listener reader);

        /** The reader has come to an end, or wants no more. Any thread. */
        void leave(ReadQueue.Listener reader);

        /** The next one if it is there, or null. */
        @Nullable T poll() throws IOException;

        /**
         * Whether nothing is left and nothing will come.
         *
         * @param polled whether there was nothing to poll just now; else nobody has looked
         * @throws IOException if a failure is all that is left
         */
        boolean isOver(boolean polled) throws IOException;
    }

    /**
     * A publisher of what the source has.
     *
     * @param loop runs on the event loop what it is given: at once if the caller is there already
     */
    public LoopPublisher(Executor loop, Source<T> source) {
        this.loop = loop;
        this.source = source;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Reading reading = new Reading(subscriber);
        if (source.claim(reading)) {
            subscriber.onSubscribe(reading);
            reading.begin();
        } else {
            Operators.error(
                    subscriber,
                    new IllegalStateException(
                            "the input has a reader already (expected: one at a time)"));
        }
    }

    private final class Reading implements Subscription, ReadQueue.Listener {

        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicBoolean handedOver = new AtomicBoolean();
        private volatile @Nullable Subscriber<? super T> subscriber;
        private volatile @Nullable RuntimeException illegal;
        private volatile boolean begun;
        private boolean advancing;

        Reading(Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        /** The subscriber knows of its subscription, so that other signals may follow. */
        void begin() {
            begun = true;
            advanceSoon();
        }

        @Override
        public void request(long more) {
            if (more > 0) {
                demand.accumulateAndGet(more, Operators::addCap);
            } else {
                illegal =
                        new IllegalArgumentException(
                                "requested " + more + " (expected: > 0, Reactive Streams 3.9)");
            }
            if (begun) {
                advanceSoon();
            }
        }

        @Override
        public void cancel() {
            end();
        }

        /** Takes the right to end; the one who gets it lets the source know. */
        private @Nullable Subscriber<? super T> end() {
            if (!over.compareAndSet(false, true)) {
                return null;
            }
            Subscriber<? super T> last = subscriber;
            subscriber = null;
            source.leave(this);
            return last;
        }

        private void advanceSoon() {
            if (over.get() || !handedOver.compareAndSet(false, true)) {
                return;
            }
            try {
                loop.execute(this::handedOver);
            } catch (RejectedExecutionException e) {
                fail(new IOException("the event loop has ended", e));
            }
        }

        private void handedOver() {
            handedOver.set(false);
            advance();
        }

        @Override
        public boolean isAsking() {
            return demand.get() > 0;
        }

        @Override
        public void advance() {
            if (!begun || advancing) {
                return;
            }
            advancing = true;
            try {
                for (Subscriber<? super T> next = subscriber; next != null; next = subscriber) {
                    if (!pass(next)) {
                        return;
                    }
                }
            } catch (IOException | RuntimeException e) {
                fail(e);
            } finally {
                advancing = false;
            }
        }

        /** Whether there may be more. */
        private boolean pass(Subscriber<? super T> to) throws IOException {
            RuntimeException wrong = illegal;
            if (wrong != null) {
                throw wrong;
            }
            long wanted = demand.get();
            T next = wanted > 0 ? source.poll() : null;
            if (next != null) {
                if (wanted != Long.MAX_VALUE) {
                    demand.decrementAndGet();
                }
                to.onNext(next);
                return true;
            }
            if (source.isOver(wanted > 0)) {
                complete();
            }
            return false;
        }

        private void complete() {
            Subscriber<? super T> last = end();
            if (last != null) {
                try {
                    last.onComplete();
                } catch (RuntimeException e) {
                    log.error("A subscriber failed when it was told the end", e);
                }
            }
        }

        private void fail(Exception cause) {
            Subscriber<? super T> last = end();
            if (last != null) {
                try {
                    last.onError(cause);
                } catch (RuntimeException e) {
                    log.error("A subscriber failed when it was told of {}", cause.toString(), e);
                }
            }
        }
    }
}
