package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames. Small ones gather in one buffer until they are flushed, so that a burst costs one
 * write. Belongs to the event loop.
 */
final class FrameSender {

    private static final int GATHER = 64 * 1024;
    private static final int LARGE = 8 * 1024;

    private final ByteCarrier carrier;
    private final Outbox outbox;
    private final int window;
    private @Nullable ByteBuf gathered;
    private boolean unflushed;
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
            carrier.write(Unpooled.wrappedBuffer(payload));
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

    /** Writes the pong that was held if it can go now; false if there is none. */
    boolean sendHeldPong() {
        byte[] payload = heldPong;
        if (payload == null || outbox.underWay() > window) {
            return false;
        }
        heldPong = null;
        control(FrameWriter.PONG, payload);
        return true;
    }

    void flush() {
        pass();
        if (unflushed) {
            unflushed = false;
            carrier.flush();
        }
    }

    private void pass() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            unflushed = true;
            carrier.write(out);
        }
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
