package io.tako.transport.spine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What came, on its way from the event loop to one reader: a thread, which parks while nothing is
 * there, or a subscriber, which is told. The mirror of {@link SendQueue}. Guarded by its monitor,
 * which is held for a few instructions at a time.
 *
 * <p>The reader sees the end only if it has taken everything that was put in before it, and nothing
 * failed. Whoever throws away what waits for the reader says why, and that is what it sees then.
 *
 * @param <T> what is read
 */
public final class ReadQueue<T> {

    /** What an item that waits is counted for beside its bytes. */
    static final int OVERHEAD = 64;

    private final int window;
    private final Items<T> items;
    private final Flow flow;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private int bytes;
    private long weight;
    private boolean ended;
    private @Nullable Exception failure;
    private volatile boolean full;
    private volatile @Nullable Thread parked;
    private volatile @Nullable Listener listener;

    /** What is to be known of what is read. */
    public interface Items<T> {
        /** Its bytes. */
        int size(T item);

        /** Nobody will read it. */
        void release(T item);

        /**
         * What waits for the next item: the item, or a copy of it, or null if the last one that
         * waits has taken its bytes in. An item that does not wait itself was released.
         */
        default @Nullable T keep(@Nullable T last, T next) {
            return next;
        }
    }

    /** What the queue asks of whoever fills it. Called from the reader's thread, or the loop. */
    public interface Flow {
        /** So many bytes have left the queue. */
        default void taken(int bytes) {}

        /** Little enough waits again, after the queue was full. */
        default void resumed() {}
    }

    /** A reader that is told. */
    public interface Listener {
        /** There may be something to take. On the event loop. */
        void advance();

        /** Whether it would take something. */
        boolean isAsking();
    }

    /**
     * An empty queue.
     *
     * @param window how many bytes may wait before the queue is full, each item counted for 64 more
     */
    public ReadQueue(int window, Items<T> items, Flow flow) {
        this.window = window;
        this.items = items;
        this.flow = flow;
    }

    // For the event loop.

    /**
     * Takes the item over; false if nobody will read it, and the caller releases it. {@link
     * #wake()} follows, once for all items of a burst.
     */
    public synchronized boolean offer(T item) {
        if (ended || failure != null) {
            return false;
        }
        int size = items.size(item);
        T kept = items.keep(waiting.peekLast(), item);
        if (kept != null) {
            waiting.add(kept);
            weight += OVERHEAD;
        }
        bytes += size;
        weight += size;
        if (weight > window) {
            full = true;
        }
        return true;
    }

    /** Whether no more is to be read from the peer until {@link Flow#resumed()}. Any thread. */
    public boolean isFull() {
        return full;
    }

    /** Tells the reader if there is something for it. */
    public void wake() {
        Thread reader = parked;
        if (reader != null && !isWaitedFor()) {
            LockSupport.unpark(reader);
        }
        Listener told = listener;
        if (told != null) {
            told.advance();
        }
    }

    /** Nothing comes behind what waits; void if it has failed. */
    public void end() {
        synchronized (this) {
            ended |= failure == null;
        }
        wake();
    }

    /** Nothing comes behind what waits, and that is not all there was; void if it has ended. */
    public void fail(Exception cause) {
        synchronized (this) {
            if (!ended && failure == null) {
                failure = cause;
            }
        }
        wake();
    }

    /** Whether something waits for the reader. */
    public synchronized boolean holds() {
        return !waiting.isEmpty();
    }

    /** Whether a reader waits, and there is nothing for it, not even an end. Any thread. */
    public boolean isAwaited() {
        Listener told = listener;
        return (parked != null || (told != null && told.isAsking())) && isWaitedFor();
    }

    private synchronized boolean isWaitedFor() {
        return waiting.isEmpty() && !ended && failure == null;
    }

    /**
     * Releases what waits, as if it had been taken, and refuses what follows. The reader sees the
     * cause, unless it had taken everything up to the end.
     */
    public void discard(Exception cause) {
        List<T> dropped = close(cause, true);
        dropped.forEach(items::release);
        wake();
    }

    /**
     * Takes all that waits out for another one to read, who tells when its bytes were taken;
     * nothing is put in any more.
     *
     * @param cause what a reader sees from here on
     */
    public List<T> takeAll(Exception cause) {
        return close(cause, false);
    }

    private List<T> close(Exception cause, boolean taken) {
        List<T> dropped;
        int size;
        boolean resumes;
        synchronized (this) {
            dropped = new ArrayList<>(waiting);
            size = bytes;
            resumes = full;
            if (failure == null && !(ended && waiting.isEmpty())) {
                failure = cause;
            }
            waiting.clear();
            bytes = 0;
            weight = 0;
            full = false;
        }
        tell(taken ? size : 0, resumes);
        return dropped;
    }

    private void tell(int taken, boolean resumes) {
        if (taken > 0) {
            flow.taken(taken);
        }
        if (resumes) {
            flow.resumed();
        }
    }

    // For the reader.

    /** Makes the listener the reader; false if there is another one. */
    public synchronized boolean claim(Listener reader) {
        if (listener != null || parked != null) {
            return false;
        }
        listener = reader;
        return true;
    }

    /** The listener reads no more. */
    public synchronized void leave(Listener reader) {
        if (listener == reader) {
            listener = null;
        }
    }

    /** Whether a listener reads. */
    public boolean isClaimed() {
        return listener != null;
    }

    /**
     * The next item if there is one, which is the caller's then.
     *
     * @throws IOException if what comes next is a failure
     */
    public @Nullable T poll() throws IOException {
        T item;
        int size;
        boolean resumes;
        synchronized (this) {
            item = waiting.poll();
            if (item == null) {
                throwFailure();
                return null;
            }
            size = items.size(item);
            bytes -= size;
            weight -= size + OVERHEAD;
            resumes = full && weight <= window / 2;
            if (resumes) {
                full = false;
            }
        }
        tell(size, resumes);
        return item;
    }

    /**
     * Whether everything was taken, up to the end.
     *
     * @throws IOException if a failure is all that is left to take
     */
    public synchronized boolean isOver() throws IOException {
        if (!waiting.isEmpty()) {
            return false;
        }
        throwFailure();
        return ended;
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException known -> throw known;
            case RuntimeException known -> throw known;
            case Exception other -> throw new IOException(other);
        }
    }

    /**
     * The next item, waited for; null at the end.
     *
     * @param beforeWaiting called on the reader's thread before it parks
     * @throws InterruptedIOException if the thread is interrupted while it waits
     * @throws IllegalStateException if another one reads
     */
    public @Nullable T take(Runnable beforeWaiting) throws IOException {
        while (true) {
            T item = poll();
            if (item != null || isOver()) {
                return item;
            }
            beforeWaiting.run();
            park(Thread.currentThread());
        }
    }

    private void park(Thread self) throws InterruptedIOException {
        if (SendQueue.onLoop()) {
            throw new IllegalStateException(
                    "reading would wait on the event loop (expected: a virtual thread)");
        }
        synchronized (this) {
            if (parked != null || listener != null) {
                throw new IllegalStateException(
                        "another one reads already: "
                                + (parked == null ? "a subscriber" : parked)
                                + " (expected: one reader at a time)");
            }
            if (!isWaitedFor()) {
                return;
            }
            parked = self;
        }
        try {
            while (isWaitedFor()) {
                LockSupport.park(this);
                if (self.isInterrupted() && isWaitedFor()) {
                    throw new InterruptedIOException("interrupted while reading");
                }
            }
        } finally {
            parked = null;
        }
    }
}
