package io.tako.transport.spine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;

/**
 * The count of bytes that a connection's socket took. Only that is progress of a peer that is sent
 * something: what waits grows with what we write, too. It stands in front of everything else in the
 * pipeline, so that over TLS it counts what is encrypted, and stays while protocols change. Belongs
 * to the event loop.
 */
public final class SocketProgress extends ChannelOutboundHandlerAdapter {

    private final Channel channel;
    private long written;
    private long flushed;

    private SocketProgress(Channel channel) {
        this.channel = channel;
    }

    /** The channel's count, which begins with the first call. */
    public static SocketProgress of(Channel channel) {
        SocketProgress progress = channel.pipeline().get(SocketProgress.class);
        if (progress == null) {
            progress = new SocketProgress(channel);
            channel.pipeline().addFirst(progress);
        }
        return progress;
    }

    /** Bytes that the socket took since the connection began; never less than before. */
    public long taken() {
        return flushed - waiting();
    }

    /** Whether bytes wait for the socket to take them. */
    public boolean isUnderWay() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Bytes that the socket has yet to take. */
    public long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            return 0;
        }
        Rest rest = new Rest();
        try {
            buffer.forEachFlushedMessage(rest);
        } catch (Exception e) {
            throw new IllegalStateException("counting what waits to be sent failed", e);
        }
        return rest.bytes;
    }

    // Bytes on their way past.

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        written += rest(message);
        ctx.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushed = written;
        ctx.flush();
    }

    /** How much of a message the socket has yet to take. */
    private static long rest(Object message) {
        return switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case FileRegion file -> file.count() - file.transferred();
            default -> 0;
        };
    }

    /** The sum of what waits. */
    private static final class Rest implements ChannelOutboundBuffer.MessageProcessor {

        private long bytes;

        @Override
        public boolean processMessage(Object message) {
            bytes += rest(message);
            return true;
        }
    }
}
