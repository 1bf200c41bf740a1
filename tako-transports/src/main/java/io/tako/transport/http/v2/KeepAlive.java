package io.tako.transport.http.v2;

import io.netty.channel.ChannelHandlerContext;
import io.tako.transport.spine.SilenceClock;
import java.time.Duration;

/**
 * Asks a silent peer with open streams for a sign of life (RFC 9113 section 6.7), so that streams
 * of a peer that vanished without a word do not stay for ever. Belongs to the event loop.
 */
final class KeepAlive implements SilenceClock.Watched {

    private static final long PING = 0x74616b6f_6c6976L;

    private final Http2ServerConnection connection;
    private final SilenceClock clock;
    private long looksWithoutStreams;

    KeepAlive(Http2ServerConnection connection, Duration interval) {
        this.connection = connection;
        this.clock =
                new SilenceClock(
                        this,
                        connection.core().sweep(),
                        new SilenceClock.Limits(
                                interval, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    void start() {
        clock.start();
    }

    void stop() {
        clock.stop();
    }

    /** Whoever has no streams open need not say anything. */
    @Override
    public long heard() {
        looksWithoutStreams += connection.open() == 0 ? 1 : 0;
        return connection.signsOfLife() + looksWithoutStreams;
    }

    @Override
    public void ping() {
        ChannelHandlerContext ctx = connection.ctx();
        connection.encoder().writePing(ctx, false, PING, ctx.newPromise());
        connection.flushSoon();
    }

    @Override
    public void silent() {
        connection.ctx().close();
    }
}
