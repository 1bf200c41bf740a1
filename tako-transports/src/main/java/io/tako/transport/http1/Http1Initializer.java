package io.tako.transport.http1;

import io.netty.channel.ChannelPipeline;
import io.tako.transport.spine.CoreState;

/** Makes an accepted channel speak HTTP/1.1. */
public final class Http1Initializer {

    private Http1Initializer() {}

    /** Adds the handlers of one connection. On its event loop. */
    public static void install(ChannelPipeline pipeline, CoreState state) {
        Http1Connection connection = new Http1Connection(state);
        pipeline.addLast(connection.decoder());
        pipeline.addLast(connection);
    }
}
