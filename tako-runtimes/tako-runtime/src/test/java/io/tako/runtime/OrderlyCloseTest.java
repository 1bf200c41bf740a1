package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderlyCloseTest {

    private static final ChannelInitializer<Channel> CHILD =
            new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast("child", new ChannelOutboundHandlerAdapter());
                }
            };

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    void readingEndsWithTheCloseOnIoUring(IoBackend backend) {
        EmbeddedChannel channel = new EmbeddedChannel(OrderlyClose.before(CHILD, backend));
        assertThat(channel.pipeline().get("child")).isNotNull();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.close();
        assertThat(channel.config().isAutoRead()).isEqualTo(backend != IoBackend.IO_URING);
    }

    @Test
    void nothingIsReadBehindTheClose() {
        List<String> events = new ArrayList<>();
        ChannelOutboundHandlerAdapter socket =
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                        events.add("closed, reads " + ctx.channel().config().isAutoRead());
                        ctx.close(promise);
                    }
                };
        new EmbeddedChannel(socket, OrderlyClose.before(CHILD, IoBackend.IO_URING)).close();
        assertThat(events).containsExactly("closed, reads false");
    }
}
