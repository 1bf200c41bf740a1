package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What carries the bytes of a WebSocket: a connection that was upgraded, or one stream of a
 * connection. Belongs to the event loop.
 */
public interface ByteCarrier {

    /** Whose allocator and channel are used; nothing is written to it. */
    ChannelHandlerContext context();

    /**
     * Sends bytes, which are the carrier's from here on, with the next {@link #flush()} at the
     * latest. {@link ByteReceiver#written} is called once they have left, or never will; not from
     * within this call.
     */
    void write(ByteBuf bytes);

    /** Sends what was written. */
    void flush();

    /** Whether bytes are wanted; a few may still come after they are not. */
    void reading(boolean wanted);

    /** A value that changes whenever the peer takes something of what is under way. */
    long progress();

    /**
     * Ends sending after what was written. Further bytes are wanted no more; they are passed over
     * until the peer ends or {@link #abort()} is called.
     *
     * @param peerEnded whether the peer has said that it sends no more
     */
    void end(boolean peerEnded);

    /** Ends both directions now. */
    void abort();
}
