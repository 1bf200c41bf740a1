package io.tako.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection, after its handshake if there is one: a message goes out for each that came back,
 * all those of one read in one write. On the loop only.
 */
final class EchoConnection extends ChannelInboundHandlerAdapter implements EchoPeer {
    private final EchoLoad load;
    private final EchoFrames frames;
    private @Nullable ChannelHandlerContext context;

    /** When the outstanding messages were sent, oldest at {@link #oldest}, as a ring. */
    private final long[] sent;

    private int oldest;
    private int outstanding;
    private int place;
    private int returned;
    private boolean ended;

    EchoConnection(EchoLoad load, EchoFrames frames, int window) {
        this.load = load;
        this.frames = frames;
        sent = new long[window];
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void start() {
        ChannelHandlerContext ctx = Objects.requireNonNull(context);
        send(ctx, sent.length, System.nanoTime());
        ctx.flush();
    }

    /** Says goodbye where the protocol has one (RFC 6455 section 7), and closes. */
    @Override
    public void close() {
        ended = true;
        Objects.requireNonNull(context)
                .writeAndFlush(frames.close())
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public boolean idle() {
        return ended || outstanding == 0;
    }

    private void send(ChannelHandlerContext ctx, int count, long now) {
        for (int i = 0; i < count; i++) {
            sent[(oldest + outstanding) % sent.length] = now;
            outstanding++;
        }
        ctx.write(frames.messages(count), ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && !ended) {
                if (outstanding == returned || !frames.matches(bytes.readByte(), place)) {
                    end(ctx, true);
                } else if (++place == frames.length()) {
                    place = 0;
                    returned++;
                }
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        int count = returned;
        if (count == 0 || ended) {
            return;
        }
        returned = 0;
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            load.returned(now - sent[oldest]);
            oldest = (oldest + 1) % sent.length;
        }
        outstanding -= count;
        if (load.running()) {
            send(ctx, count, now);
            ctx.flush();
        } else if (outstanding == 0) {
            load.drained();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, false);
    }

    private void end(ChannelHandlerContext ctx, boolean wrong) {
        if (!ended) {
            ended = true;
            load.ended(wrong);
            ctx.close();
        }
    }
}
