package io.tako.transport.spine;

import io.tako.http.ClientGoneException;
import io.tako.runtime.Core;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is sent, on its way from any thread to the event loop. What gathers before the loop comes to
 * it costs one hand-over and one write. Senders park while more than the window is under way.
 *
 * @param <T> what is sent
 */
public class SendQueue<T> {

    private final Executor loop;
    private final int window;
    private final Runnable drain;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private final AtomicLong underWay = new AtomicLong();
    private final Queue<Thread> parked = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile boolean cutShort;

    /**
     * @param loop the event loop, as what runs tasks
     * @param drain takes what waits to the wire; run on the event loop
     */
    public SendQueue(Executor loop, int window, Runnable drain) {
        this.loop = loop;
        this.window = window;
        this.drain = drain;
    }

    // For senders, on any thread.

    /** Whether something can still be sent. */
    public final boolean open() {
        return !closing && !ended;
    }

    /** Whether sending would park. */
    public final boolean full() {
        return underWay.get() > window;
    }

    /** Throws if sending makes no sense or would park a thread that must not. */
    public final void check() throws ClientGoneException {
        if (!open()) {
            throw new ClientGoneException("the connection is closed");
        }
        if (full() && onLoop()) {
            throw new IllegalStateException(
                    "sending would wait on the event loop (expected: a virtual thread)");
        }
    }

    /** Hands something over that counts so many bytes until {@link #written}. */
    public final void add(T item, int bytes) {
        underWay.addAndGet(bytes);
        waiting.add(item);
        if (!handedOver.get() && handedOver.compareAndSet(false, true)) {
            try {
                loop.execute(drain);
            } catch (RejectedExecutionException e) {
                ended = true;
            }
        }
    }

    /** Nothing more is sent behind what is; false if that was so before. */
    public final boolean close() {
        boolean first = open();
        closing = true;
        return first;
    }

    /** Parks until the peer has taken enough of what is under way. */
    public final void await() throws IOException {
        if (!full() || onLoop()) {
            return;
        }
        Thread self = Thread.currentThread();
        parked.add(self);
        try {
            while (underWay.get() > window / 2 && !ended) {
                LockSupport.park(this);
                if (self.isInterrupted() && !ended) {
                    throw new InterruptedIOException("interrupted while sending");
                }
            }
        } finally {
            parked.remove(self);
        }
        if (ended && (cutShort || underWay.get() > window / 2)) {
            throw new ClientGoneException("the connection was closed while something was sent");
        }
    }

    /** Whether the caller is an event loop itself, which must not wait. */
    public static boolean onLoop() {
        return !Thread.currentThread().isVirtual() && Core.current() != null;
    }

    // On the event loop.

    /** What waits, for the drain to take one by one. */
    public final @Nullable T next() {
        return waiting.poll();
    }

    /** The drain begins: whoever adds from here on hands over anew. */
    public final void draining() {
        handedOver.set(false);
    }

    /** Bytes the loop itself adds. */
    public final void adds(int bytes) {
        underWay.addAndGet(bytes);
    }

    /** Bytes have left, or never will. */
    public final void written(int bytes) {
        if (underWay.addAndGet(-bytes) <= window / 2) {
            parked.forEach(LockSupport::unpark);
        }
    }

    /** How many bytes are under way. */
    public final long underWay() {
        return underWay.get();
    }

    /**
     * Nothing is sent any more. Who waits for what has left already has sent it, even if it comes
     * to see so only now.
     */
    public final void end() {
        cutShort = underWay.get() > window / 2;
        ended = true;
        parked.forEach(LockSupport::unpark);
    }
}
