package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.tako.transport.spine.SendQueue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from the event loop to one reader, which parks while there are none. Of those
 * that wait for it not much more than the window is held: then reading pauses. Guarded by its
 * monitor, which is held for a few instructions at a time.
 */
final class Intake {

    private final int window;
    private final Runnable resume;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean paused;
    private boolean ended;
    private boolean discarded;
    private @Nullable IOException failure;
    private @Nullable Thread parked;

    /**
     * @param resume asks for reading to go on; called from the reader's thread
     */
    Intake(int window, Runnable resume) {
        this.window = window;
        this.resume = resume;
    }

    // On the event loop.

    /** Takes the piece over; false if nobody will read it, and the caller releases it. */
    synchronized boolean offer(ByteBuf piece) {
        if (ended || discarded || failure != null) {
            return false;
        }
        waiting.add(piece);
        bytes += piece.readableBytes();
        return true;
    }

    /** Whether reading is to pause until {@code resume} is called. */
    synchronized boolean pause() {
        paused = bytes > window;
        return paused;
    }

    /** Wakes the reader if there is something for it. */
    void wake() {
        Thread reader;
        synchronized (this) {
            reader = waits() ? null : parked;
        }
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }

    /** Nothing comes behind what waits. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        wake();
    }

    /** Nothing comes behind what waits, which the reader is told unless the input had ended. */
    void fail(IOException cause) {
        synchronized (this) {
            if (!ended && failure == null) {
                failure = cause;
            }
        }
        wake();
    }

    /** Releases what was not read; the input has ended for whoever still reads. */
    void discard() {
        synchronized (this) {
            discarded = true;
            waiting.forEach(ByteBuf::release);
            waiting.clear();
            bytes = 0;
        }
        wake();
    }

    /** Whether bytes wait for the reader. */
    synchronized boolean holds() {
        return !waiting.isEmpty();
    }

    // For the reader.

    private boolean waits() {
        return waiting.isEmpty() && !ended && !discarded && failure == null;
    }

    /** Whether there will be nothing more to poll. */
    synchronized boolean exhausted() {
        return waiting.isEmpty() && (ended || discarded);
    }

    /** The next piece if there is one, to be released by the caller. */
    @Nullable ByteBuf poll() throws IOException {
        ByteBuf piece;
        boolean resumes;
        synchronized (this) {
            piece = waiting.poll();
            if (piece == null) {
                if (failure != null) {
                    throw failure;
                }
                return null;
            }
            bytes -= piece.readableBytes();
            resumes = paused && bytes <= window / 2;
            paused &= !resumes;
        }
        if (resumes) {
            resume.run();
        }
        return piece;
    }

    /** The next piece, waited for; null at the end. */
    @Nullable ByteBuf take() throws IOException {
        while (true) {
            ByteBuf piece = poll();
            if (piece != null || exhausted()) {
                return piece;
            }
            park(Thread.currentThread());
        }
    }

    private void park(Thread self) throws InterruptedIOException {
        if (SendQueue.onLoop()) {
            throw new IllegalStateException(
                    "reading would wait on the event loop (expected: a virtual thread)");
        }
        synchronized (this) {
            if (!waits()) {
                return;
            }
            parked = self;
        }
        try {
            LockSupport.park(this);
        } finally {
            synchronized (this) {
                parked = null;
            }
        }
        synchronized (this) {
            if (waits() && self.isInterrupted()) {
                throw new InterruptedIOException("interrupted while reading");
            }
        }
    }
}
