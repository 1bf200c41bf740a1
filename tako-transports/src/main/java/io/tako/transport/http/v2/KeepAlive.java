package io.tako.transport.http.v2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a silent peer with open streams for a sign of life (RFC 9113 section 6.7), so that streams
 * of a peer that vanished without a word do not stay for ever. Belongs to the event loop.
 */
final class KeepAlive {

    private static final long PING = 0x74616b6f_6c6976L;

    private final Http2ServerConnection connection;
    private final long interval;
    private @Nullable Future<?> next;
    private long framesSeen;
    private boolean asked;

    KeepAlive(Http2ServerConnection connection, Duration interval) {
        this.connection = connection;
        this.interval = interval.toNanos();
    }

    void start() {
        if (interval > 0) {
            next =
                    connection
                            .core()
                            .eventLoop()
                            .scheduleWithFixedDelay(
                                    this::look, interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void look() {
        long frames = connection.frames();
        boolean silent = frames == framesSeen;
        framesSeen = frames;
        ChannelHandlerContext ctx = connection.ctx();
        if (!silent || connection.open() == 0) {
            asked = false;
        } else if (asked) {
            ctx.close();
        } else {
            asked = true;
            connection.encoder().writePing(ctx, false, PING, ctx.newPromise());
            connection.flushSoon();
        }
    }
}
