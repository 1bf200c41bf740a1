package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import io.tako.transport.spine.BufferItems;
import java.util.ArrayList;
import java.util.List;

/** Gathers a small body that comes in one read with its head, before the handler starts. */
public final class BodyGatherer {

    private final List<ByteBuf> pieces = new ArrayList<>(2);
    private boolean active;

    /** A body begins. */
    public void begin() {
        active = true;
    }

    /** Whether a body is being gathered. */
    public boolean active() {
        return active;
    }

    /** Takes a piece over. */
    public void add(ByteBuf piece) {
        if (!piece.isReadable()) {
            piece.release();
            return;
        }
        ByteBuf last = pieces.isEmpty() ? null : pieces.getLast();
        ByteBuf kept = last == null ? piece : BufferItems.BUFFERS.keep(last, piece);
        if (kept != null) {
            pieces.add(kept);
        }
    }

    /** All of it as one array. */
    public byte[] finish() {
        int size = 0;
        for (ByteBuf piece : pieces) {
            size += piece.readableBytes();
        }
        byte[] all = new byte[size];
        int at = 0;
        for (ByteBuf piece : pieces) {
            int length = piece.readableBytes();
            piece.readBytes(all, at, length);
            at += length;
            piece.release();
        }
        pieces.clear();
        active = false;
        return all;
    }

    /** Moves what came so far to a body that is read as it arrives. */
    public void passTo(IncomingBody body) {
        for (ByteBuf piece : pieces) {
            if (!body.offer(piece)) {
                piece.release();
            }
        }
        pieces.clear();
        active = false;
    }

    /** Releases what came; nothing is gathered any more. */
    public void release() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        active = false;
    }
}
