package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * Reads frames while there is somewhere to put them. It pauses while messages wait for a slow
 * handler and while the peer takes nothing of what is under way to it, and gives the loop back
 * after so many frames, because a peer decides how many come in a byte's time. What came and was
 * not read stays bytes. Belongs to the event loop.
 */
final class Reading {

    /** Frames read before others have their turn. */
    private static final int TURN = 1024;

    /** What is done with what was read. */
    interface Sink {
        /** Takes a frame, which is its to release. */
        void frame(WebSocketFrame frame) throws SocketFailure;

        /** What came breaks the protocol, and nothing is read any more. */
        void failed(SocketFailure failure);

        /** Everything the peer sent was read, and it sends no more. */
        void inputEnded();

        /** Others have their turn. */
        void turnOver();
    }

    private final ByteCarrier carrier;
    private final EventLoop loop;
    private final FrameReader frames;
    private final Sink sink;
    private boolean wanted = true;
    private boolean full;
    private boolean congested;
    private boolean free;
    private boolean busy;
    private boolean queued;
    private boolean peerEnded;
    private boolean ended;

    Reading(ByteCarrier carrier, EventLoop loop, FrameReader frames, Sink sink) {
        this.carrier = carrier;
        this.loop = loop;
        this.frames = frames;
        this.sink = sink;
    }

    /** Whether the peer is being listened to. */
    boolean isOn() {
        return wanted;
    }

    /** Bytes came, which are this one's to release. */
    void received(ByteBuf bytes) {
        frames.add(carrier.context(), bytes);
        read();
    }

    /** The peer sends no more than what was received. */
    void inputEnded() {
        peerEnded = true;
        settle();
    }

    /** Too many messages wait. */
    void full() {
        full = true;
    }

    /** There is room for messages again. */
    void roomy() {
        full = false;
        readLater();
    }

    /** Too much is under way to the peer. */
    void congested() {
        congested = true;
        settle();
    }

    /** The peer has taken enough of what was under way. */
    void flowing() {
        if (congested) {
            congested = false;
            readLater();
        }
    }

    /** Whatever comes is taken from here on: nothing is kept of it, or sent for it. */
    void freely() {
        free = true;
        if (!wanted) {
            readLater();
        }
    }

    /** Nothing is read any more. */
    void end() {
        ended = true;
        frames.end();
    }

    private boolean paused() {
        return !free && (full || congested);
    }

    private void readLater() {
        if (!queued && !ended) {
            queued = true;
            // Not a plain task: those run before the loop looks at other connections.
            loop.schedule(this::turn, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void turn() {
        queued = false;
        read();
        if (!ended) {
            sink.turnOver();
        }
    }

    private void read() {
        if (busy || queued) {
            return;
        }
        busy = true;
        int left = TURN;
        try {
            while (left > 0 && !ended && !paused()) {
                WebSocketFrame frame = frames.next(carrier.context());
                if (frame == null) {
                    break;
                }
                left--;
                sink.frame(frame);
            }
        } catch (SocketFailure failure) {
            sink.failed(failure);
        } finally {
            busy = false;
        }
        if (left == 0) {
            readLater();
        }
        settle();
    }

    /** Tells the carrier whether bytes are wanted, and the sink once there will be none. */
    private void settle() {
        if (ended) {
            return;
        }
        boolean wants = !paused() && !queued;
        if (wants != wanted) {
            wanted = wants;
            carrier.reading(wants);
        }
        if (peerEnded && !busy && (wants || frames.isEmpty())) {
            peerEnded = false;
            sink.inputEnded();
        }
    }
}
