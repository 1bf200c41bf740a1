package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import io.tako.http.Content;
import io.tako.transport.spine.BufferItems;
import io.tako.transport.spine.GrowingBytes;
import io.tako.transport.spine.LoopPublisher;
import io.tako.transport.spine.ReadQueue;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;

/**
 * A body on its way in: the event loop puts pieces in, one reader takes them out. It is whole only
 * for a reader that has taken all of it: one that was left something untaken, or did not get all,
 * is told why.
 */
public final class IncomingBody implements Content {

    private final Source source;
    private final Executor loop;
    private final long length;
    private final long bufferedLimit;
    private final ReadQueue<ByteBuf> queue;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile HttpHeaders trailers = HttpHeaders.EMPTY;

    // Of the reading side only.
    private long limit = -1;
    private long taken;
    private byte @Nullable [] whole;
    private boolean wanted;

    /** What the body asks of its connection. Called from any thread. */
    public interface Source extends ReadQueue.Flow {
        /** The first read: the body is wanted, so {@code 100 Continue} may go out. */
        void wanted();
    }

    /**
     * A body of which nothing has come yet.
     *
     * @param loop runs on the event loop what it is given: at once if the caller is there already
     * @param length the declared length in bytes, or -1
     * @param bufferedLimit the largest size in bytes that is read into memory unless told otherwise
     * @param window how many bytes may wait before the body is full
     */
    public IncomingBody(Source source, Executor loop, long length, long bufferedLimit, int window) {
        this.source = source;
        this.loop = loop;
        this.length = length;
        this.bufferedLimit = bufferedLimit;
        this.queue = new ReadQueue<>(window, BufferItems.BUFFERS, source);
    }

    // The event loop's side.

    /**
     * Takes the piece over; false if nobody will read it, and the caller releases it. {@link
     * #wake()} follows, once for all pieces of a burst.
     */
    public boolean offer(ByteBuf piece) {
        return queue.offer(piece);
    }

    /** Tells the reader if there is something for it. */
    public void wake() {
        queue.wake();
    }

    /** Whether so much waits that the peer is to send no more for now. */
    public boolean isFull() {
        return queue.isFull();
    }

    /** The body is complete, unless it has failed. */
    public void end(HttpHeaders fields) {
        trailers = fields;
        queue.end();
    }

    /** The body will not be complete: its reader is told why. */
    public void fail(Exception cause) {
        queue.fail(cause);
    }

    /**
     * Releases what was not read, as if it had been taken; later pieces are refused.
     *
     * @param cause what a reader is told that has not taken all of the body
     */
    public void discard(Exception cause) {
        queue.discard(cause);
    }

    /** Hands what waits to another taker, which does not keep it; nothing is read any more. */
    public void passTo(Consumer<ByteBuf> taker) {
        for (ByteBuf piece : queue.takeAll(new IOException("another protocol has begun"))) {
            taker.accept(piece);
            piece.release();
        }
    }

    /** Whether a reader waits, and there is nothing for it. */
    public boolean isAwaited() {
        return queue.isAwaited();
    }

    // The reading side.

    /** The reader wants no more. */
    void leave() {
        queue.discard(new IOException("the rest of the body was not wanted"));
    }

    /** The next piece, waited for and to be released by the caller; null at the end. */
    @Nullable ByteBuf take() throws IOException {
        want();
        return counted(queue.take(IncomingBody::requireVirtual));
    }

    private static void requireVirtual() {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(
                    "a nonBlocking handler cannot wait for a body that has not arrived;"
                            + " remove nonBlocking(...) from its route");
        }
    }

    private void want() {
        if (!wanted) {
            wanted = true;
            source.wanted();
        }
    }

    private @Nullable ByteBuf counted(@Nullable ByteBuf piece) {
        if (piece != null) {
            taken += piece.readableBytes();
            if (limit >= 0 && taken > limit) {
                piece.release();
                throw BodyLimits.tooLarge(limit);
            }
        }
        return piece;
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
            if (taken > 0) {
                throw new IOException("a part of the body was read before");
            }
            limit(Math.min(limit < 0 ? bufferedLimit : limit, GrowingBytes.MOST));
            GrowingBytes all = new GrowingBytes(length);
            for (ByteBuf piece = take(); piece != null; piece = take()) {
                try {
                    all.add(piece);
                } finally {
                    piece.release();
                }
            }
            whole = all.take();
        }
        return whole;
    }

    @Override
    public InputStream stream() {
        return new IncomingStream(this);
    }

    @Override
    public Flux<DataBuffer> flux() {
        return Flux.from(new LoopPublisher<>(loop, new Buffers()));
    }

    @Override
    public HttpHeaders trailers() {
        return trailers;
    }

    /** The body as heap buffers for a subscriber. */
    private final class Buffers implements LoopPublisher.Source<DataBuffer> {

        @Override
        public boolean claim(ReadQueue.Listener reader) {
            return taken == 0 && subscribed.compareAndSet(false, true) && queue.claim(reader);
        }

        @Override
        public void leave(ReadQueue.Listener reader) {
            queue.leave(reader);
            IncomingBody.this.leave();
        }

        @Override
        public @Nullable DataBuffer poll() throws IOException {
            want();
            ByteBuf piece = counted(queue.poll());
            if (piece == null) {
                return null;
            }
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes).release();
            return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
        }

        @Override
        public boolean isOver(boolean polled) throws IOException {
            return queue.isOver();
        }
    }
}
