package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.http.HttpCore;

/** Puts a connection together from Netty's parts, with the listener's limits. */
final class ConnectionBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<Http2ServerConnection, ConnectionBuilder> {

    private static final int QUEUED_CONTROL_FRAMES = 1_000;
    private static final int RESERVED_STREAMS = 0;

    private final HttpCore state;
    private final String protocol;
    private final EvenShares shares;

    ConnectionBuilder(HttpCore state, String protocol) {
        this.state = state;
        this.protocol = protocol;
        Http2Config config = state.spine().config().http2();
        HttpLimits limits = state.spine().config().limits();
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, RESERVED_STREAMS);
        this.shares = new EvenShares(connection);
        connection
                .remote()
                .flowController(new DefaultHttp2RemoteFlowController(connection, shares));
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
        // Resets are counted by ResetBudget, which leaves out none of them.
        decoderEnforceMaxRstFramesPerWindow(0, 0);
        encoderEnforceMaxRstFramesPerWindow(0, 0);
    }

    @Override
    protected Http2ServerConnection build() {
        return super.build();
    }

    @Override
    protected Http2ServerConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
        return new Http2ServerConnection(state, protocol, decoder, encoder, initial, shares);
    }
}
