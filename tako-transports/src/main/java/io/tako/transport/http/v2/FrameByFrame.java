package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;

/**
 * The reading half of a connection, which takes one frame at a time and can stop between two: for
 * good once the connection ends, or until the peer takes what it is sent. Belongs to the event
 * loop.
 */
abstract class FrameByFrame extends Http2ConnectionHandler {

    private final FrameBudget budget;
    private final FrameGate gate;
    private final ReadPause pause = new ReadPause();
    private boolean deaf;

    FrameByFrame(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initial,
            int maxControlFrames) {
        super(decoder, encoder, initial, true);
        this.budget = new FrameBudget(maxControlFrames, "control frames");
        this.gate = new FrameGate(budget);
    }

    /** What frames that move no request forward are counted by. */
    final FrameBudget budget() {
        return budget;
    }

    /** Frames that have come; changes with every sign of life. */
    final long frames() {
        return gate.frames();
    }

    /** Whether the peer is not read before it takes what it is sent. */
    final boolean isPaused() {
        return pause.isOn();
    }

    /** What the peer sends from here on counts for nothing. */
    final void stopListening() {
        deaf = true;
    }

    /** Whether what the peer sends counts for nothing, as the connection ends. */
    final boolean isDeaf() {
        return deaf;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (deaf) {
            in.skipBytes(in.readableBytes());
        } else if (!pause.look(ctx.channel())) {
            try {
                int bytes = gate.next(in);
                if (bytes > 0) {
                    decode(ctx, in, out, bytes);
                }
            } catch (Http2Exception tooMany) {
                onError(ctx, false, tooMany);
            }
        }
    }

    private void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, int bytes)
            throws Exception {
        int end = in.writerIndex();
        int start = in.readerIndex();
        in.writerIndex(start + bytes);
        super.decode(ctx, in, out);
        in.writerIndex(end);
        gate.passed(in.readerIndex() - start);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        if (ctx.channel().isWritable() && pause.end()) {
            // Not at once: it is told amid a flush, and what is read is answered.
            ctx.channel().eventLoop().execute(() -> readOn(ctx));
        }
    }

    /** Goes on with what has come, and then with what comes. */
    private void readOn(ChannelHandlerContext ctx) {
        if (ctx.isRemoved()) {
            return;
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            onError(ctx, false, e);
        }
        if (!pause.look(ctx.channel())) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Flushes. In place of Netty's own, which reads on also where reading was stopped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
        flush(ctx);
    }
}
