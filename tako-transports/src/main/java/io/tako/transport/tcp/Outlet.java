package io.tako.transport.tcp;

import io.tako.http.ClientGoneException;
import io.tako.transport.spine.SendQueue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from any thread to the event loop. Small writes are gathered; writers park
 * while more than the window is under way.
 */
final class Outlet {

    private static final int GATHER = 8 * 1024;
    private static final int PIECE = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final SendQueue<byte[]> queue;

    /** Held by one write from its first byte to its last, also while it parks. */
    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by this.
    private byte[] gathered = NOTHING;
    private int count;
    private volatile boolean shut;

    /**
     * @param drain takes what waits to the wire; run on the event loop
     */
    Outlet(Executor loop, int window, Runnable drain) {
        this.queue = new SendQueue<>(loop, window, drain);
    }

    // For writers, on any thread.

    boolean open() {
        return queue.open();
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        take();
        try {
            for (int done = 0; done < length; done += PIECE) {
                check();
                gather(bytes, offset + done, Math.min(PIECE, length - done));
                queue.await();
            }
        } finally {
            turn.unlock();
        }
    }

    private void take() throws IOException {
        if (SendQueue.onLoop()) {
            if (!turn.tryLock()) {
                throw new IllegalStateException(
                        "writing would wait on the event loop for another writer (expected: a"
                                + " virtual thread)");
            }
            return;
        }
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread writes");
        }
    }

    private void check() throws IOException {
        if (shut) {
            throw new IOException("the output was shut down");
        }
        queue.check();
    }

    private synchronized void gather(byte[] bytes, int offset, int length) {
        if (count + length > GATHER) {
            pass();
        }
        if (length >= GATHER) {
            queue.add(Arrays.copyOfRange(bytes, offset, offset + length), length);
            return;
        }
        if (count + length > gathered.length) {
            int more = Math.max(gathered.length * 2, Math.max(256, count + length));
            gathered = Arrays.copyOf(gathered, Math.min(GATHER, more));
        }
        System.arraycopy(bytes, offset, gathered, count, length);
        count += length;
    }

    /** Hands over what was gathered. Does not wait. */
    synchronized void pass() {
        if (count > 0) {
            byte[] piece = Arrays.copyOf(gathered, count);
            count = 0;
            queue.add(piece, piece.length);
        }
    }

    void flush() throws IOException {
        if (!shut) {
            queue.check();
        }
        pass();
        queue.await();
    }

    /** Hands a piece over, which is the outlet's from here on. Does not wait. */
    synchronized void send(byte[] piece) throws IOException {
        if (shut) {
            throw new IOException("the output was shut down");
        }
        if (!queue.open()) {
            throw new ClientGoneException("the connection is closed");
        }
        pass();
        if (piece.length > 0) {
            queue.add(piece, piece.length);
        }
    }

    /** Whether as much is under way as may be. */
    boolean full() {
        return queue.full();
    }

    /** Takes nothing more, and hands over what was gathered; false if that was done before. */
    synchronized boolean shut() {
        boolean first = !shut;
        pass();
        shut = true;
        queue.close();
        return first;
    }

    // On the event loop.

    SendQueue<byte[]> queue() {
        return queue;
    }
}
