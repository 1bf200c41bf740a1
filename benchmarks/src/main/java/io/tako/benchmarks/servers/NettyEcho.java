package io.tako.benchmarks.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Sends each text back. As with the other servers the text is a {@code String} in between: a
 * handler that only passed the frame on would not have read it.
 */
final class NettyEcho extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        ctx.write(new TextWebSocketFrame(frame.text()), ctx.voidPromise());
    }

    /** One flush for all that one read brought. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
