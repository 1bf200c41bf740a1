package io.tako.transport.http.v1;

import io.netty.channel.ChannelPipeline;
import io.tako.transport.http.HttpCore;

/** Makes an accepted channel speak HTTP/1.1. */
public final class Http1Protocol {

    private Http1Protocol() {}

    /** Adds the handlers of a connection that speaks HTTP/1.1 alone. On its event loop. */
    public static void install(ChannelPipeline pipeline, HttpCore state) {
        Http1Connection connection = new Http1Connection(state);
        pipeline.addLast(connection.decoder());
        pipeline.addLast(connection);
    }

    /**
     * Adds the handlers of a connection in clear text: HTTP/1.1, and from there HTTP/2 by prior
     * knowledge where the listener speaks it, and by {@code Upgrade} where it takes that, too. On
     * its event loop.
     */
    public static void installCleartext(ChannelPipeline pipeline, HttpCore state) {
        if (!state.spine().config().http2().enabled()) {
            install(pipeline, state);
            return;
        }
        Http1Connection connection = new Http1Connection(state);
        pipeline.addLast(connection.expectPreface());
        pipeline.addLast(connection.decoder());
        pipeline.addLast(connection);
    }
}
