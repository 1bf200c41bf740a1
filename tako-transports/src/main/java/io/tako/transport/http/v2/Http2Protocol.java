package io.tako.transport.http.v2;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.tako.transport.http.HttpCore;

/** Makes a channel speak HTTP/2. On its event loop. */
public final class Http2Protocol {

    private Http2Protocol() {}

    /**
     * Adds the handler of a connection whose peer is about to send its preface.
     *
     * @param protocol what the connection is called: {@code h2} over TLS, else {@code h2c}
     */
    public static void install(ChannelPipeline pipeline, HttpCore state, String protocol) {
        pipeline.addLast(new ConnectionBuilder(state, protocol).build());
    }

    /**
     * Adds the handler of a connection that comes from HTTP/1.1 by {@code Upgrade: h2c} (RFC 7540
     * section 3.2), and handles the request that asked for it as stream 1. The answer 101 must have
     * been written.
     *
     * @param settings what the request's {@code HTTP2-Settings} said
     * @param headers the header section of the request
     * @param body its whole body
     */
    public static void upgrade(
            ChannelPipeline pipeline,
            HttpCore state,
            Http2Settings settings,
            Http2Headers headers,
            byte[] body)
            throws Http2Exception {
        Http2ServerConnection connection = new ConnectionBuilder(state, "h2c").build();
        pipeline.addLast(connection);
        connection.upgraded(settings, headers, body);
    }
}
