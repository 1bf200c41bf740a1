package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** What an accepted channel of io_uring has below its protocol, so that it does as others do. */
final class AcceptedChannels {

    private AcceptedChannels() {}

    /** The same initializer, behind what the back end needs. */
    static ChannelInitializer<Channel> before(
            ChannelInitializer<Channel> child, IoBackend backend) {
        if (backend != IoBackend.IO_URING) {
            return child;
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ReadOnDemand.begin(channel);
                channel.pipeline().addLast(new OrderlyClose(), child);
            }
        };
    }
}
