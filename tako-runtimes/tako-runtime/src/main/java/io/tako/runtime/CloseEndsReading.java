package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Stops reading before a channel is closed. On io_uring Netty 4.2.18 puts off a close while a read
 * or a write is under way, and may arm a poll for the next read meanwhile; that poll holds the
 * socket open once the channel is closed, and the peer is never told the end.
 */
@ChannelHandler.Sharable
final class CloseEndsReading extends ChannelOutboundHandlerAdapter {

    private static final CloseEndsReading HANDLER = new CloseEndsReading();

    private CloseEndsReading() {}

    /** The same initializer, behind this handler where the back end needs it. */
    static ChannelInitializer<Channel> before(
            ChannelInitializer<Channel> child, IoBackend backend) {
        if (backend != IoBackend.IO_URING) {
            return child;
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(HANDLER, child);
            }
        };
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ctx.channel().config().setAutoRead(false);
        ctx.close(promise);
    }
}
