package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.Future;
import io.tako.transport.spine.SendingEnd;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection in two steps (RFC 9113 section 6.8): a first GOAWAY asks the peer to open
 * no more streams, a second, once the peer has seen the first, names the last one that was taken.
 * Between them every stream is served, so no request on its way is lost. Belongs to the event loop.
 */
final class GoAway {

    /** What the PING between the two steps carries. */
    static final long PING = 0x74616b6f_6761L;

    private static final long LONGEST_STEP_MILLIS = 1_000;
    private static final long LAST_WRITES_MILLIS = 30_000;

    private final Http2ServerConnection connection;
    private boolean awaitsFirst;
    private boolean announced;
    private boolean last;
    private boolean ending;
    private boolean ended;

    GoAway(Http2ServerConnection connection) {
        this.connection = connection;
    }

    /**
     * Begins once the connection has had a stream, or a second without one: a client that has just
     * connected has a request for it, and may not send it any more after a GOAWAY.
     */
    void afterFirstStream() {
        if (connection.connection().remote().lastStreamCreated() > 0) {
            gracefully();
        } else if (!awaitsFirst) {
            awaitsFirst = true;
            connection
                    .core()
                    .eventLoop()
                    .schedule(this::gracefully, LONGEST_STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A stream was opened. */
    void streamOpened() {
        if (awaitsFirst) {
            gracefully();
        }
    }

    /** Begins the first step; streams that are open are served to their end. */
    void gracefully() {
        if (announced || !connection.ctx().channel().isActive()) {
            return;
        }
        announced = true;
        ChannelHandlerContext ctx = connection.ctx();
        send(Integer.MAX_VALUE, Unpooled.EMPTY_BUFFER);
        connection.encoder().writePing(ctx, false, PING, ctx.newPromise());
        connection.flushSoon();
        connection
                .core()
                .eventLoop()
                .schedule(this::second, LONGEST_STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The peer has answered a PING. */
    void answered(long data) {
        if (data == PING && announced) {
            second();
        }
    }

    private void second() {
        if (!last && connection.ctx().channel().isActive()) {
            last = true;
            int lastTaken = connection.connection().remote().lastStreamCreated();
            send(lastTaken, Unpooled.EMPTY_BUFFER);
            connection.flushSoon();
            streamClosed();
        }
    }

    /** Takes no more streams and closes after the open ones, in one step. */
    void now(String reason) {
        if (!last) {
            announced = true;
            last = true;
            int lastTaken = connection.connection().remote().lastStreamCreated();
            send(lastTaken, Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII));
            connection.flushSoon();
            streamClosed();
        }
    }

    /** Ends the connection for an error, in one step and with all that it was at. */
    void failed(Http2Error error, @Nullable String reason) {
        if (ended) {
            return;
        }
        announced = true;
        last = true;
        ending = true;
        Http2Connection state = connection.connection();
        // The request that failed may count as taken, so that it is not made again and again.
        int lastTaken =
                state.goAwaySent() ? state.remote().lastStreamKnownByPeer() : Integer.MAX_VALUE;
        ByteBuf debug = Unpooled.copiedBuffer(reason == null ? "" : reason, StandardCharsets.UTF_8);
        ChannelHandlerContext ctx = connection.ctx();
        connection
                .encoder()
                .frameWriter()
                .writeGoAway(ctx, lastTaken, error.code(), debug, ctx.newPromise());
        endSending();
        connection.closeStreams();
    }

    /**
     * Ends the connection if this was its last stream. The peer is given a moment to close it
     * first: some clients drop what they have received and not read yet when the server does.
     */
    void streamClosed() {
        if (last && connection.open() == 0 && !ending) {
            ending = true;
            connection
                    .core()
                    .eventLoop()
                    .schedule(this::endSending, LONGEST_STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Ends sending once all that was written has left, and not in the same turn of the loop: there
     * are back ends that lose what is on its way. The peer has a second to end as well, as what it
     * may still send must not reset what it has not read.
     */
    private void endSending() {
        if (ended) {
            return;
        }
        ended = true;
        connection.stopListening();
        ChannelHandlerContext ctx = connection.ctx();
        closeWithin(LAST_WRITES_MILLIS);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        left -> {
                            if (left.isSuccess()) {
                                SendingEnd.of(ctx.channel());
                            }
                            closeWithin(LONGEST_STEP_MILLIS);
                        });
    }

    private void closeWithin(long millis) {
        Channel channel = connection.ctx().channel();
        Future<?> close =
                channel.eventLoop()
                        .schedule((Runnable) channel::close, millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> close.cancel(false));
    }

    private void send(int lastStream, ByteBuf debug) {
        ChannelHandlerContext ctx = connection.ctx();
        connection.goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), debug, ctx.newPromise());
    }
}
