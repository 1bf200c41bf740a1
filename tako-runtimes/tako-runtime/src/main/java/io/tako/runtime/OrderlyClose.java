package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseNotifier;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a channel of io_uring as the other back ends do: behind what was flushed, as far as the
 * system takes it, and without a read that holds the socket open.
 *
 * <p>Netty 4.2.18 hands a flush to the ring and cancels it when a close follows before the ring has
 * answered. It also may arm a poll for the next read while a close is put off; that poll holds the
 * socket open, and the peer is never told the end.
 */
final class OrderlyClose extends ChannelDuplexHandler {

    /** A peer that takes nothing for so long has a full buffer, as on any back end. */
    private static final long STILL_MILLIS = 20;

    private @Nullable ChannelPromise closing;
    private long seen;

    private OrderlyClose() {}

    /** The same initializer, behind this handler where the back end needs it. */
    static ChannelInitializer<Channel> before(
            ChannelInitializer<Channel> child, IoBackend backend) {
        if (backend != IoBackend.IO_URING) {
            return child;
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new OrderlyClose(), child);
            }
        };
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Channel channel = ctx.channel();
        channel.config().setAutoRead(false);
        if (closing != null) {
            channel.closeFuture().addListener(new PromiseNotifier<>(false, promise.unvoid()));
        } else if (underWay(channel) == 0 || resets(channel)) {
            ctx.close(promise);
        } else {
            closing = promise.unvoid();
            // Or the peer's own end would close the channel at once.
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            look(ctx, 0);
        }
    }

    /** Changes whenever the system has taken something of what was flushed; 0 if it has it all. */
    private static long underWay(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            return 0;
        }
        return 1 + buffer.size() * 31L + buffer.totalPendingWriteBytes() + buffer.currentProgress();
    }

    /** Whether the close is to tell the peer that something is missing. */
    private static boolean resets(Channel channel) {
        Integer linger = channel.config().getOption(ChannelOption.SO_LINGER);
        return linger != null && linger == 0;
    }

    private void look(ChannelHandlerContext ctx, long millis) {
        try {
            ctx.executor().schedule(() -> looked(ctx, millis), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException loopEnds) {
            closeNow(ctx);
        }
    }

    private void looked(ChannelHandlerContext ctx, long waited) {
        long left = underWay(ctx.channel());
        if (left == 0 || (waited == STILL_MILLIS && left == seen)) {
            closeNow(ctx);
            return;
        }
        seen = left;
        // Mostly the ring has answered by the next turn of the loop or the one after.
        look(ctx, waited == 0 ? 1 : STILL_MILLIS);
    }

    private void closeNow(ChannelHandlerContext ctx) {
        ChannelPromise promise = closing;
        if (promise != null) {
            ctx.close(promise);
        }
    }

    // What a closed channel does not do.

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (closing == null) {
            ctx.write(message, promise);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!promise.isVoid()) {
            promise.tryFailure(new ClosedChannelException());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing == null) {
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (closing == null) {
            ctx.fireUserEventTriggered(event);
        }
    }
}
