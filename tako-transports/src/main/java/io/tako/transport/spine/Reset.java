package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/**
 * The end of a connection that its peer cannot take for an orderly one: where the end of what is
 * sent is told by the end of the connection alone, a part would pass for the whole.
 */
public final class Reset {

    private Reset() {}

    /**
     * Ends the connection at once, over TCP by a reset and over TLS without a close_notify. A Unix
     * socket knows no reset. On the event loop.
     */
    public static void of(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // From below the handlers, of which that for TLS would end in an orderly way first.
        channel.unsafe().close(channel.unsafe().voidPromise());
    }
}
