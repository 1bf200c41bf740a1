package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames. Small ones gather in one buffer until they are flushed, so that a burst costs one
 * write, and a peer that takes nothing a few buffers. Belongs to the event loop.
 */
final class FrameSender {

    private static final int GATHER = 64 * 1024;
    private static final int LARGE = 8 * 1024;

    /** Writes the peer has not taken, beyond which frames gather instead of being written each. */
    private static final int MOST_WRITES = 16;

    private final ByteCarrier carrier;
    private final Outbox outbox;
    private final int window;
    private @Nullable ByteBuf gathered;
    private boolean unflushed;
    private int writes;
    private byte @Nullable [] heldPong;

    FrameSender(ByteCarrier carrier, Outbox outbox, int window) {
        this.carrier = carrier;
        this.outbox = outbox;
        this.window = window;
    }

    /** Writes a frame the outbox has counted. */
    void frame(int head, byte[] payload) {
        boolean large = payload.length > LARGE;
        ByteBuf out = room(FrameWriter.size(large ? 0 : payload.length) + 8);
        FrameWriter.head(out, head, payload.length);
        if (large) {
            pass();
            write(Unpooled.wrappedBuffer(payload));
        } else {
            out.writeBytes(payload);
            if (out.readableBytes() >= GATHER) {
                pass();
            }
        }
    }

    /** Writes a frame of the loop's own. */
    void control(int head, byte[] payload) {
        outbox.adds(FrameWriter.size(payload.length));
        frame(head, payload);
    }

    /**
     * Answers a ping; while the peer takes nothing only the latest one (RFC 6455 section 5.5.3), so
     * that pings cannot fill the memory.
     */
    void pong(byte[] payload) {
        if (outbox.underWay() > window) {
            heldPong = payload;
        } else {
            control(FrameWriter.PONG, payload);
        }
    }

    /** Writes the pong that was held, if there is one and it can go now. */
    void sendHeldPong() {
        byte[] payload = heldPong;
        if (payload != null && outbox.underWay() <= window) {
            heldPong = null;
            control(FrameWriter.PONG, payload);
        }
    }

    /** Sends what was written. While the peer takes little, small frames go on gathering. */
    void flush() {
        if (writes < MOST_WRITES) {
            pass();
        }
        flushWrites();
    }

    /** Sends what was written, all of it. */
    void flushAll() {
        pass();
        flushWrites();
    }

    /** One of the writes has left, or never will. */
    void left() {
        writes--;
    }

    private void flushWrites() {
        if (unflushed) {
            unflushed = false;
            carrier.flush();
        }
    }

    private void pass() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            write(out);
        }
    }

    private void write(ByteBuf bytes) {
        unflushed = true;
        writes++;
        carrier.write(bytes);
    }

    private ByteBuf room(int more) {
        ByteBuf out = gathered;
        if (out == null) {
            out = carrier.context().alloc().directBuffer(Math.max(256, more));
            gathered = out;
        }
        return out;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
