package io.tako.webflux;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Has Reactor Netty, which is here to be compared with, take buffers that nobody watches for leaks:
 * of a part of a file Spring loses one there, and the watch is for ours.
 */
final class UnwatchedBuffers implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final UnpooledByteBufAllocator UNWATCHED =
            new UnpooledByteBufAllocator(false, true);

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(
                server -> server.childOption(ChannelOption.ALLOCATOR, UNWATCHED));
    }
}
