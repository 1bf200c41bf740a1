package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Netty's decoder tells of a connection to the exchanges it is for, and counts what the
 * peer costs. Belongs to the event loop.
 */
final class StreamEvents extends Http2EventAdapter implements EvenShares.Listener {

    private static final int EARNED_BY_WORK = 4;

    /**
     * Bytes that are sent for each frame earned back. A client may answer each small read of an
     * answer by two WINDOW_UPDATEs.
     */
    private static final int BYTES_OF_A_FRAME = 1024;

    private final Http2ServerConnection owner;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final FrameBudget budget;
    private final ResetBudget resets;
    private final GoAway goAway;
    private final CutStreams cut = new CutStreams();

    StreamEvents(
            Http2ServerConnection owner,
            Http2Connection connection,
            GoAway goAway,
            FrameBudget budget,
            ResetBudget resets) {
        this.owner = owner;
        this.connection = connection;
        this.goAway = goAway;
        this.key = connection.newKey();
        this.budget = budget;
        this.resets = resets;
    }

    /** Makes the exchange the one that is told of the stream. */
    void attach(Http2Stream stream, Http2Exchange exchange) {
        stream.setProperty(key, exchange);
    }

    private @Nullable Http2Exchange exchange(Http2Stream stream) {
        return stream.getProperty(key);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        budget.earn(EARNED_BY_WORK);
        RequestHeaders.checkValues(streamId, headers);
        Http2Stream stream = Objects.requireNonNull(connection.stream(streamId));
        Http2Exchange exchange = exchange(stream);
        if (exchange == null) {
            owner.request(stream, headers, end);
        } else {
            exchange.trailers(headers);
        }
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end) {
        budget.earn(EARNED_BY_WORK);
        Http2Exchange exchange = exchange(Objects.requireNonNull(connection.stream(streamId)));
        int size = data.readableBytes();
        return padding + (exchange == null ? size : size - exchange.data(data, end));
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        owner.prefaceSeen();
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        resets.onSettingsSeen();
        limitNoStreams();
    }

    /**
     * Leaves it to the owner to watch over how many streams are open: one that Netty refuses it
     * does not know of, and takes what follows on it for frames of an idle stream.
     */
    void limitNoStreams() {
        connection.remote().maxActiveStreams(Integer.MAX_VALUE);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        goAway.answered(data);
    }

    /** Something of an answer has been written. */
    void wrote() {
        budget.earn(EARNED_BY_WORK);
    }

    @Override
    public void onSent(Http2Stream stream, int bytes) {
        budget.earn(bytes / BYTES_OF_A_FRAME);
        Http2Exchange exchange = exchange(stream);
        if (exchange != null) {
            exchange.onSent(bytes);
        }
    }

    /** A stream ends by RST_STREAM. */
    void cut(int stream) {
        cut.add(stream);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long code)
            throws Http2Exception {
        cut(stream);
        resets.onReceived();
    }

    /**
     * Whether what Netty takes for an error of a stream is one of the connection: a frame on a
     * stream that both sides had ended or that was left out, or one that is wrong in itself behind
     * the request's end or on a stream that was reset, which cannot be reset again (RFC 9113
     * sections 5.1, 5.1.1 and 5.4.1).
     */
    boolean endsConnection(StreamException error) {
        Http2Stream stream = connection.stream(error.streamId());
        boolean wrong =
                error.error() == Http2Error.PROTOCOL_ERROR
                        && !(error instanceof HeaderListSizeException);
        if (stream == null) {
            boolean reset = cut.contains(error.streamId());
            return reset ? wrong : error.error() == Http2Error.STREAM_CLOSED;
        }
        boolean ended =
                stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE && exchange(stream) != null;
        return wrong && (ended || stream.isResetSent());
    }

    /** Whether a request on this stream is new, or has come to nothing and was not reset yet. */
    boolean isUnserved(int id) {
        Http2Stream stream = connection.stream(id);
        if (cut.contains(id)) {
            return false;
        }
        return stream == null
                ? id > connection.remote().lastStreamCreated()
                : exchange(stream) == null;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2Exchange exchange = exchange(stream);
        if (exchange != null) {
            owner.closed(exchange);
        }
    }
}
