package io.tako.transport.http.body;

import io.tako.http.BodyWriter;
import io.tako.http.ClientGoneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way out: the handler's thread hands pieces to the event loop and parks while more
 * than the window is under way.
 */
public final class OutgoingBody implements BodyWriter {

    private static final int GATHER = 8 * 1024;

    private final Sink sink;
    private final int window;
    private final AtomicLong underWay = new AtomicLong();
    private byte[] gathered = new byte[1024];
    private int count;
    private long remaining;
    private final boolean bounded;
    private volatile boolean gone;
    private volatile @Nullable Thread parked;

    /** Where pieces go; called from the handler's thread. */
    @FunctionalInterface
    public interface Sink {
        void send(byte[] piece);
    }

    /**
     * @param length how many bytes will be written, or -1
     */
    public OutgoingBody(Sink sink, int window, long length) {
        this.sink = sink;
        this.window = window;
        this.bounded = length >= 0;
        this.remaining = length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (bounded && length > remaining) {
            throw new IOException(
                    "the body is longer than its declared length by " + (length - remaining));
        }
        remaining -= bounded ? length : 0;
        if (length >= GATHER) {
            pass();
            send(Arrays.copyOfRange(bytes, offset, offset + length));
            return;
        }
        if (count + length > GATHER) {
            pass();
        }
        if (count + length > gathered.length) {
            int more = Math.max(gathered.length * 2, count + length);
            gathered = Arrays.copyOf(gathered, Math.min(GATHER, more));
        }
        System.arraycopy(bytes, offset, gathered, count, length);
        count += length;
    }

    @Override
    public void flush() throws IOException {
        check();
        pass();
    }

    @Override
    public boolean open() {
        return !gone;
    }

    /** Whether as many bytes were written as were declared. */
    public boolean complete() {
        return !bounded || remaining == 0;
    }

    private void pass() throws IOException {
        if (count > 0) {
            byte[] piece = Arrays.copyOf(gathered, count);
            count = 0;
            send(piece);
        }
    }

    private void send(byte[] piece) throws IOException {
        check();
        underWay.addAndGet(piece.length);
        sink.send(piece);
        if (underWay.get() <= window) {
            return;
        }
        parked = Thread.currentThread();
        try {
            while (underWay.get() > window / 2 && !gone) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted() && !gone) {
                    throw new InterruptedIOException("interrupted while writing the body");
                }
            }
        } finally {
            parked = null;
        }
        check();
    }

    private void check() throws IOException {
        if (gone) {
            throw new ClientGoneException("the peer has left");
        }
    }

    /** Bytes have left; called on the event loop. */
    public void sent(int bytes) {
        if (underWay.addAndGet(-bytes) <= window / 2) {
            wake();
        }
    }

    /** Nobody is there any more; called on the event loop. */
    public void fail() {
        gone = true;
        wake();
    }

    private void wake() {
        Thread writer = parked;
        if (writer != null) {
            LockSupport.unpark(writer);
        }
    }
}
