package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import io.tako.http.ClientGoneException;
import io.tako.http.Content;
import io.tako.http.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * A body on its way in: the event loop puts pieces in, one reader takes them out and parks when
 * there are none. The queue is guarded by its monitor, held for a few instructions at a time.
 */
public final class IncomingBody implements Content {

    private final Source source;
    private final long length;
    private final long bufferedLimit;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private int queued;
    private boolean ended;
    private boolean discarded;
    private @Nullable Throwable failure;
    private @Nullable Runnable listener;
    private @Nullable Thread reader;
    private HttpHeaders trailers = HttpHeaders.EMPTY;

    // Of the reading side only.
    private long limit = -1;
    private long taken;
    private byte @Nullable [] whole;
    private boolean wanted;

    /** What the body asks of its connection. Called from any thread. */
    public interface Source {
        /** The first read: the body is wanted, so {@code 100 Continue} may go out. */
        void wanted();

        /** So many bytes were taken; the peer may send on. */
        void taken(int bytes);
    }

    /**
     * @param length the declared length in bytes, or -1
     * @param bufferedLimit the largest size in bytes that is read into memory unless told otherwise
     */
    public IncomingBody(Source source, long length, long bufferedLimit) {
        this.source = source;
        this.length = length;
        this.bufferedLimit = bufferedLimit;
    }

    // The event loop's side.

    /** Takes the piece over; false if nobody will read it, and the caller releases it. */
    public boolean offer(ByteBuf piece) {
        synchronized (this) {
            if (discarded || failure != null) {
                return false;
            }
            pieces.add(piece);
            queued += piece.readableBytes();
        }
        signal();
        return true;
    }

    /** The body is complete. */
    public void end(HttpHeaders fields) {
        synchronized (this) {
            ended = true;
            trailers = fields;
        }
        signal();
    }

    /** The body will not be complete: its reader is told why. */
    public void fail(Throwable cause) {
        synchronized (this) {
            if (failure == null && !ended) {
                failure = cause;
            }
        }
        signal();
    }

    /** Releases what was not read, as if it had been taken; later pieces are refused. */
    public void discard() {
        int released;
        synchronized (this) {
            discarded = true;
            pieces.forEach(ByteBuf::release);
            pieces.clear();
            released = queued;
            queued = 0;
        }
        if (released > 0) {
            source.taken(released);
        }
        signal();
    }

    /** Hands what waits to another taker, which does not keep it; nothing is read any more. */
    public void passTo(Consumer<ByteBuf> taker) {
        List<ByteBuf> waiting;
        synchronized (this) {
            discarded = true;
            waiting = List.copyOf(pieces);
            pieces.clear();
            queued = 0;
        }
        for (ByteBuf piece : waiting) {
            taker.accept(piece);
            piece.release();
        }
    }

    /** Bytes that wait for the reader. */
    public synchronized int queued() {
        return queued;
    }

    /** Whether a reader is parked on this body. */
    public synchronized boolean hasWaitingReader() {
        return reader != null || listener != null;
    }

    private void signal() {
        Thread parked;
        Runnable interested;
        synchronized (this) {
            parked = reader;
            interested = listener;
        }
        if (parked != null) {
            LockSupport.unpark(parked);
        }
        if (interested != null) {
            interested.run();
        }
    }

    // The reading side.

    /** Tells a subscriber when to poll again; runs on the thread that put something in. */
    synchronized void listener(@Nullable Runnable interested) {
        listener = interested;
    }

    /** The next piece if there is one, to be released by the caller. */
    @Nullable ByteBuf poll() throws IOException {
        want();
        ByteBuf piece;
        synchronized (this) {
            piece = pieces.poll();
            if (piece == null) {
                throwFailure();
                return null;
            }
            queued -= piece.readableBytes();
        }
        source.taken(piece.readableBytes());
        taken += piece.readableBytes();
        if (limit >= 0 && taken > limit) {
            piece.release();
            throw BodyLimits.tooLarge(limit);
        }
        return piece;
    }

    /** Whether all was taken. */
    synchronized boolean exhausted() {
        return pieces.isEmpty() && (ended || discarded);
    }

    /** The next piece, waited for; null at the end. */
    @Nullable ByteBuf take() throws IOException {
        while (true) {
            ByteBuf piece = poll();
            if (piece != null) {
                return piece;
            }
            synchronized (this) {
                if (pieces.isEmpty()) {
                    if (ended) {
                        return null;
                    }
                    if (discarded) {
                        throw new IOException("the request is over and its body is gone");
                    }
                }
                if (!pieces.isEmpty() || failure != null) {
                    continue;
                }
                reader = Thread.currentThread();
            }
            try {
                if (!Thread.currentThread().isVirtual()) {
                    throw new IllegalStateException(
                            "a nonBlocking handler cannot wait for a body that has not arrived;"
                                    + " remove nonBlocking(...) from its route");
                }
                while (waits()) {
                    LockSupport.park(this);
                    if (Thread.currentThread().isInterrupted() && waits()) {
                        throw new InterruptedIOException("interrupted while reading the body");
                    }
                }
            } finally {
                synchronized (this) {
                    reader = null;
                }
            }
        }
    }

    private synchronized boolean waits() {
        return pieces.isEmpty() && !ended && !discarded && failure == null;
    }

    private void want() {
        if (!wanted) {
            wanted = true;
            source.wanted();
        }
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case Rejection rejection -> throw rejection;
            case ClientGoneException gone -> throw gone;
            case Throwable other -> throw new IOException(other);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void limit(long max) {
        BodyLimits.check(length, max);
        limit = max;
    }

    @Override
    public byte[] bytes() throws IOException {
        if (whole == null) {
            if (limit < 0) {
                limit(bufferedLimit);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.max(256, length));
            for (ByteBuf piece = take(); piece != null; piece = take()) {
                try {
                    // Not by the stream: Netty would move the position of a buffer that the loop,
                    // on another thread, may be reading the socket into.
                    byte[] bytes = new byte[piece.readableBytes()];
                    piece.readBytes(bytes);
                    all.writeBytes(bytes);
                } finally {
                    piece.release();
                }
            }
            whole = all.toByteArray();
        }
        return whole;
    }

    @Override
    public InputStream stream() {
        return new IncomingStream(this);
    }

    @Override
    public Flux<DataBuffer> flux() {
        return Flux.from(new IncomingPublisher(this));
    }

    @Override
    public synchronized HttpHeaders trailers() {
        return trailers;
    }
}
