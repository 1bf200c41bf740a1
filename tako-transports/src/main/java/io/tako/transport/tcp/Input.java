package io.tako.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tako.tcp.FrameException;
import io.tako.tcp.InputEndedException;
import io.tako.transport.spine.GrowingBytes;
import io.tako.transport.spine.LoopPublisher;
import io.tako.transport.spine.ReadQueue;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the reader has of the bytes that came: what was taken from the queue and not read yet lies
 * on the heap. For one reader at a time, a thread or a subscriber.
 */
final class Input {

    private final ReadQueue<ByteBuf> intake;
    private final Runnable beforeWaiting;
    private final BooleanSupplier cutShort;
    private final AtomicReference<@Nullable Object> reader = new AtomicReference<>();
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private long position;

    /**
     * @param beforeWaiting called on the reader's thread before it parks
     * @param cutShort whether the end of the input is this side's doing
     */
    Input(ReadQueue<ByteBuf> intake, Runnable beforeWaiting, BooleanSupplier cutShort) {
        this.intake = intake;
        this.beforeWaiting = beforeWaiting;
        this.cutShort = cutShort;
    }

    /** A read. */
    @FunctionalInterface
    interface Read<T> {
        @Nullable T read() throws IOException;
    }

    /** Reads as the only reader. */
    <T> @Nullable T by(Read<T> read) throws IOException {
        Thread self = Thread.currentThread();
        Object other = reader.compareAndExchange(null, self);
        if (other != null) {
            throw new IllegalStateException(
                    "input is being read by " + other + " (expected: one reader at a time)");
        }
        try {
            return read.read();
        } finally {
            reader.set(null);
        }
    }

    /** The input for one subscriber at a time: of what the read has without waiting. */
    LoopPublisher.Source<byte[]> published(Read<byte[]> poll) {
        return new LoopPublisher.Source<>() {
            @Override
            public boolean claim(ReadQueue.Listener subscriber) {
                return reader.compareAndSet(null, subscriber) && intake.claim(subscriber);
            }

            @Override
            public void leave(ReadQueue.Listener subscriber) {
                intake.leave(subscriber);
                reader.compareAndSet(subscriber, null);
            }

            @Override
            public byte @Nullable [] poll() throws IOException {
                return poll.read();
            }

            @Override
            public boolean isOver(boolean polled) throws IOException {
                return exhausted(polled);
            }
        };
    }

    // For the reader.

    byte @Nullable [] read() throws IOException {
        if (held.isReadable()) {
            return takeHeld(held.readableBytes());
        }
        return counted(bytes(next()));
    }

    /** What is there without waiting, or null. */
    byte @Nullable [] poll() throws IOException {
        return held.isReadable() ? takeHeld(held.readableBytes()) : counted(bytes(intake.poll()));
    }

    private byte @Nullable [] counted(byte @Nullable [] bytes) {
        position += bytes == null ? 0 : bytes.length;
        return bytes;
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuf piece) {
        if (piece == null) {
            return null;
        }
        try {
            return ByteBufUtil.getBytes(piece);
        } finally {
            piece.release();
        }
    }

    int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (held.isReadable()) {
            int count = Math.min(length, held.readableBytes());
            held.readBytes(into, offset, count);
            position += count;
            return count;
        }
        ByteBuf piece = next();
        if (piece == null) {
            return -1;
        }
        try {
            int count = Math.min(length, piece.readableBytes());
            piece.readBytes(into, offset, count);
            position += count;
            hold(piece);
            return count;
        } finally {
            piece.release();
        }
    }

    byte[] readExactly(int count) throws IOException {
        // The count may be the peer's word: room is made for what has come.
        byte[] all = new byte[Math.min(count, GrowingBytes.FIRST)];
        for (int done = 0; done < count; ) {
            if (done == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(count, 2L * done));
            }
            int more = read(all, done, all.length - done);
            if (more < 0) {
                throw new InputEndedException(
                        "the input ended after " + done + " of " + count + " bytes");
            }
            done += more;
        }
        return all;
    }

    byte[] readToEnd(int most) throws IOException {
        while (held.readableBytes() <= most) {
            if (!fill()) {
                requirePeersEnd();
                return takeHeld(held.readableBytes());
            }
        }
        throw new FrameException("an input of more than " + most + " bytes");
    }

    /** All that the peer sends is there only once the peer has said so. */
    private void requirePeersEnd() throws InputEndedException {
        if (cutShort.getAsBoolean()) {
            throw new InputEndedException(
                    "the input was ended after "
                            + held.readableBytes()
                            + " bytes, before the peer had ended it");
        }
    }

    /** The next frame, waited for; null at the end of input. */
    byte @Nullable [] readFrame(FrameCodec codec) throws IOException {
        for (byte[] frame = decode(codec); ; frame = decode(codec)) {
            if (frame != null || !fill()) {
                return frame;
            }
        }
    }

    /** The next frame of what is there, or null. */
    byte @Nullable [] pollFrame(FrameCodec codec) throws IOException {
        for (byte[] frame = decode(codec); ; frame = decode(codec)) {
            ByteBuf piece = frame == null ? intake.poll() : null;
            if (piece == null) {
                return frame;
            }
            append(piece);
        }
    }

    private byte @Nullable [] decode(FrameCodec codec) throws FrameException {
        if (!held.isReadable()) {
            return null;
        }
        // A buffer of its own: codecs look at the byte before the first one, too.
        ByteBuf from = held.slice();
        byte[] frame = codec.decode(from);
        held.skipBytes(from.readerIndex());
        position += from.readerIndex();
        return frame;
    }

    /** How many bytes have been read. */
    long position() {
        return position;
    }

    /** Whether there is nothing more, not even of a frame that is not whole. */
    private boolean exhausted(boolean polled) throws IOException {
        if (!intake.isOver()) {
            return false;
        }
        if (polled) {
            requireWhole();
        }
        return !held.isReadable();
    }

    /** Throws if the input has ended within a frame. */
    void requireWhole() throws InputEndedException {
        if (held.isReadable()) {
            throw new InputEndedException(
                    "the input ended after " + held.readableBytes() + " bytes of a frame");
        }
    }

    private boolean fill() throws IOException {
        ByteBuf piece = next();
        if (piece == null) {
            return false;
        }
        append(piece);
        return true;
    }

    private @Nullable ByteBuf next() throws IOException {
        return intake.take(beforeWaiting);
    }

    private void append(ByteBuf piece) {
        try {
            hold(piece);
        } finally {
            piece.release();
        }
    }

    private void hold(ByteBuf piece) {
        if (!piece.isReadable()) {
            return;
        }
        if (held.isReadable()) {
            held.discardSomeReadBytes();
        } else {
            held = Unpooled.buffer(piece.readableBytes());
        }
        held.writeBytes(piece);
    }

    private byte[] takeHeld(int count) {
        byte[] bytes = new byte[count];
        held.readBytes(bytes);
        position += count;
        if (!held.isReadable()) {
            held = Unpooled.EMPTY_BUFFER;
        }
        return bytes;
    }
}
