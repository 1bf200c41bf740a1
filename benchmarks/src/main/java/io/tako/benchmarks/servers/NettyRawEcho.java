package io.tako.benchmarks.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;

/** Passes what came on as it is: nothing is read out of the buffer, and nothing copied. */
final class NettyRawEcho extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Object answer =
                message instanceof DatagramPacket packet
                        ? new DatagramPacket(packet.content(), packet.sender())
                        : message;
        ctx.write(answer, ctx.voidPromise());
    }

    /** One flush for all that one read brought. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A datagram that could not be sent is lost; the socket is there for others.
        if (!(ctx.channel() instanceof DatagramChannel)) {
            ctx.close();
        }
    }
}
