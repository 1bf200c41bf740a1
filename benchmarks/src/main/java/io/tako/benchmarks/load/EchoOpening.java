package io.tako.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Promise;
import java.util.function.Supplier;

/** Leaves a channel to an {@link EchoPeer} as soon as it is connected. */
final class EchoOpening<P extends ChannelInboundHandlerAdapter & EchoPeer>
        extends ChannelInboundHandlerAdapter {

    private final Supplier<P> then;
    private final Promise<EchoPeer> opened;

    /** Completes the promise from the channel's loop. */
    EchoOpening(Supplier<P> then, Promise<EchoPeer> opened) {
        this.then = then;
        this.opened = opened;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        P peer = then.get();
        ctx.pipeline().replace(this, null, peer);
        opened.trySuccess(peer);
    }
}
