package io.tako.transport.websocket;

import io.tako.websocket.Message;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the handler, which parks while there are none. Of
 * those that wait for it not much more than the window is held: then reading pauses.
 */
final class Inbox {

    private static final int OVERHEAD = 64;

    private final int window;
    private final Runnable resume;
    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean paused;
    private volatile Message.@Nullable Closed how;
    private volatile boolean ended;
    private volatile @Nullable Thread parked;
    private volatile @Nullable Thread receiver;

    /**
     * @param resume asks for reading to go on; called from the handler's thread
     */
    Inbox(int window, Runnable resume) {
        this.window = window;
        this.resume = resume;
    }

    // On the event loop.

    void add(Message message) {
        bytes.addAndGet(weight(message));
        waiting.add(message);
    }

    /** Whether reading is to pause until {@code resume} is called. */
    boolean pause() {
        if (bytes.get() <= window) {
            return false;
        }
        paused = true;
        if (bytes.get() <= window / 2) {
            // Taken in between, by a thread that saw no pause.
            paused = false;
        }
        return paused;
    }

    /** Wakes the handler if there is something for it. */
    void wake() {
        Thread thread = parked;
        if (thread != null && (!waiting.isEmpty() || ended)) {
            LockSupport.unpark(thread);
        }
    }

    /** Tells whoever asks how it ended; {@link #end()} follows. */
    void ending(Message.Closed closed) {
        how = closed;
    }

    /** There are no more messages behind those that wait. */
    void end() {
        ended = true;
        wake();
    }

    // For the handler.

    /** How it ended, though messages may still wait. Any thread. */
    Message.@Nullable Closed ended() {
        return how;
    }

    Message take() throws InterruptedIOException {
        Thread self = Thread.currentThread();
        Thread other = receiver;
        if (other != null && other != self) {
            throw new IllegalStateException(
                    "another thread receives already: " + other + " (expected: one at a time)");
        }
        receiver = self;
        try {
            for (Message next = poll(); ; next = poll()) {
                if (next != null) {
                    return next;
                }
                park(self);
            }
        } finally {
            receiver = null;
        }
    }

    private void park(Thread self) throws InterruptedIOException {
        parked = self;
        try {
            if (waiting.isEmpty() && !ended) {
                LockSupport.park(this);
            }
            if (self.isInterrupted() && waiting.isEmpty() && !ended) {
                throw new InterruptedIOException("interrupted while receiving");
            }
        } finally {
            parked = null;
        }
    }

    /** Whether nothing but the end is left to take. */
    boolean drained() {
        return ended && waiting.isEmpty();
    }

    /** The next message, the end of them, or null while neither has come. */
    @Nullable Message poll() {
        boolean over = ended;
        Message next = waiting.poll();
        if (next == null) {
            return over ? how : null;
        }
        long left = bytes.addAndGet(-weight(next));
        if (paused && left <= window / 2) {
            paused = false;
            resume.run();
        }
        return next;
    }

    private static int weight(Message message) {
        return OVERHEAD
                + switch (message) {
                    case Message.Text text -> text.text().length();
                    case Message.Binary binary -> binary.bytes().length;
                    case Message.Pong pong -> pong.payload().length;
                    case Message.Closed closed -> 0;
                };
    }
}
