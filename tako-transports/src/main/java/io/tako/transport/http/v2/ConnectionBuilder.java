package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.http.HttpCore;

/** Puts a connection together from Netty's parts, with the listener's limits. */
final class ConnectionBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<Http2ServerConnection, ConnectionBuilder> {

    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int QUEUED_CONTROL_FRAMES = 1_000;
    // Of what RFC 9113 section 5.3 calls deprecated nothing is left: streams share evenly.
    private static final int RESERVED_STREAMS = 0;

    private final HttpCore state;
    private final String protocol;

    ConnectionBuilder(HttpCore state, String protocol) {
        this.state = state;
        this.protocol = protocol;
        Http2Config config = state.spine().config().http2();
        HttpLimits limits = state.spine().config().limits();
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, RESERVED_STREAMS);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(
                                connection, new UniformStreamByteDistributor(connection)));
        connection(connection);
        initialSettings(
                new Http2Settings()
                        .maxConcurrentStreams(config.maxStreams())
                        .initialWindowSize(limits.bodyWindow())
                        .maxHeaderListSize(limits.headers())
                        .connectProtocolEnabled(true));
        validateHeaders(true);
        validateRequiredPseudoHeaders(true);
        decoupleCloseAndGoAway(true);
        encoderIgnoreMaxHeaderListSize(true);
        encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES);
        decoderEnforceMaxRstFramesPerWindow(config.maxResets(), RESET_WINDOW_SECONDS);
        encoderEnforceMaxRstFramesPerWindow(config.maxResets(), RESET_WINDOW_SECONDS);
    }

    @Override
    protected Http2ServerConnection build() {
        return super.build();
    }

    @Override
    protected Http2ServerConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
        return new Http2ServerConnection(state, protocol, decoder, encoder, initial);
    }
}
