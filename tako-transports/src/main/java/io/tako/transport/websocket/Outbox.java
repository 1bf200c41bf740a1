package io.tako.transport.websocket;

import io.tako.transport.spine.SendQueue;
import java.util.concurrent.Executor;

/** Frames on their way from any thread to the event loop. */
final class Outbox extends SendQueue<Outbox.Outgoing> {

    /** A frame that was asked for. */
    record Outgoing(int head, byte[] payload) {}

    /**
     * @param loop the event loop, as what runs tasks
     * @param drain takes what waits to the wire; run on the event loop
     */
    Outbox(Executor loop, int window, Runnable drain) {
        super(loop, window, drain);
    }

    void add(int head, byte[] payload) {
        add(new Outgoing(head, payload), FrameWriter.size(payload.length));
    }

    /** The last frame of this side. */
    void close(byte[] payload) {
        if (close()) {
            add(FrameWriter.CLOSE, payload);
        }
    }
}
