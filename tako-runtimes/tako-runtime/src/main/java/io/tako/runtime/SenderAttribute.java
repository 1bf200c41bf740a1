package io.tako.runtime;

import io.netty.channel.socket.DatagramChannel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Where a channel of datagrams keeps what sends past it. */
final class SenderAttribute {

    static final AttributeKey<DatagramSender> KEY =
            AttributeKey.valueOf(SenderAttribute.class, "sender");

    private SenderAttribute() {}

    /** Gives the channel its sender, and returns the channel. */
    static DatagramChannel give(DatagramChannel channel, @Nullable DatagramSender sender) {
        channel.attr(KEY).set(sender);
        return channel;
    }
}
