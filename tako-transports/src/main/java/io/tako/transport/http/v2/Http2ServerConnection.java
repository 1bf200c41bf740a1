package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tako.runtime.Core;
import io.tako.transport.config.Http2Config;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.HttpSpine;
import io.tako.transport.http.PhaseTimer;
import io.tako.transport.http.body.ArrivedBody;
import io.tako.transport.http.fields.ForwardingFields;
import io.tako.transport.spine.ChannelConnection;
import io.tako.transport.spine.Drainable;
import io.tako.transport.spine.SocketProgress;
import io.tako.transport.spine.Ticket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * One HTTP/2 connection: makes exchanges of its streams, sends what they answer with one flush per
 * burst of work, and ends in an orderly way. All of it on the event loop.
 */
final class Http2ServerConnection extends Http2ConnectionHandler
        implements Drainable, PhaseTimer.Watched {

    private static final Logger log = LoggerFactory.getLogger(Http2ServerConnection.class);

    private final HttpCore state;
    private final HttpSpine spine;
    private final String protocol;
    private final StreamEvents events;
    private final Set<Http2Exchange> exchanges = new LinkedHashSet<>();
    private final List<Http2Exchange> gathering = new ArrayList<>();
    private final List<Runnable> afterBurst = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelConnection facts;
    private @Nullable PhaseTimer timer;
    private @Nullable KeepAlive keepAlive;
    private final GoAway goAway = new GoAway(this);
    private @Nullable Runnable afterPreface;
    private boolean working;
    private boolean failed;
    private boolean flushDue;

    Http2ServerConnection(
            HttpCore state,
            String protocol,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initial) {
        super(decoder, encoder, initial, true);
        this.state = state;
        this.spine = state.spine();
        this.protocol = protocol;
        Http2Config config = spine.config().http2();
        this.events = new StreamEvents(this, connection(), goAway, config.maxControlFrames());
        decoder.frameListener(events);
        connection().addListener(events);
    }

    HttpCore state() {
        return state;
    }

    Core core() {
        return state.core();
    }

    ChannelConnection facts() {
        return Objects.requireNonNull(facts);
    }

    ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    StreamEvents events() {
        return events;
    }

    // Life of the connection.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        begin(ctx);
    }

    private void begin(ChannelHandlerContext ctx) throws Http2Exception {
        if (timer != null) {
            return;
        }
        // The end of what the peer sends is the end of all its streams.
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        events.limitNoStreams();
        facts = new ChannelConnection(ctx.channel(), protocol, core().index());
        Ticket.of(ctx.channel()).hold(this);
        timer = new PhaseTimer(this, core().sweep(), spine.phases());
        timer.start();
        keepAlive = new KeepAlive(this, spine.config().http2().pingInterval());
        keepAlive.start();
        int more = spine.config().http2().connectionWindow() - Http2Config.LEAST_WINDOW;
        if (more > 0) {
            decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
        }
        if (spine.draining()) {
            goAway.gracefully();
        }
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (timer != null) {
            timer.stop();
        }
        if (keepAlive != null) {
            keepAlive.stop();
        }
        super.channelInactive(ctx);
        // What Netty does not know of as a stream any more.
        List.copyOf(exchanges).forEach(Http2Exchange::closed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            log.debug("{} failed: {}", facts, cause.toString());
            ctx.close();
        } else {
            onError(ctx, false, cause);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        failed = true;
        if (cause instanceof IOException) {
            log.debug("{} failed: {}", facts, cause.toString());
        } else if (error == null) {
            log.warn("{} failed", facts, cause);
        } else {
            log.debug("{}: {} ({})", facts, error.getMessage(), error.error());
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
        log.debug("{} stream {}: {}", facts, error.streamId(), error.getMessage());
        if (!outbound && events.endsConnection(error)) {
            String what = error.getMessage();
            onError(ctx, false, Http2Exception.connectionError(error.error(), cause, "%s", what));
        } else {
            super.onStreamError(ctx, outbound, cause, error);
        }
    }

    @Override
    public ChannelFuture resetStream(
            ChannelHandlerContext ctx, int stream, long code, ChannelPromise promise) {
        events.cut(stream);
        return super.resetStream(ctx, stream, code, promise);
    }

    /** Two GOAWAYs, so that no request on its way is lost; see {@link GoAway}. */
    @Override
    public void drain() {
        goAway.gracefully();
        List.copyOf(exchanges).forEach(Http2Exchange::drain);
    }

    @Override
    public String occupation() {
        return exchanges.isEmpty() ? "nothing" : "HTTP/2 requests";
    }

    @Override
    public void abort() {
        ctx().close();
    }

    // Reading.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        working = true;
        super.channelRead(ctx, message);
    }

    /** After an error of the connection nothing counts that was sent before it was seen. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (failed) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(ctx, in, out);
        }
    }

    /** Dispatches what has not come whole, and flushes, once a burst of work is through. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        try {
            List<Http2Exchange> unfinished = List.copyOf(gathering);
            gathering.clear();
            unfinished.forEach(Http2Exchange::stopGathering);
            List<Runnable> told = List.copyOf(afterBurst);
            afterBurst.clear();
            told.forEach(Runnable::run);
        } finally {
            // Before the flush: what is written while it goes on asks for another one.
            working = false;
            super.channelReadComplete(ctx);
        }
    }

    /** Runs the action when the burst of reading is over, or soon if there is none. */
    void tellAfterBurst(Runnable action) {
        if (working) {
            afterBurst.add(action);
        } else {
            core().eventLoop().execute(action);
        }
    }

    /** Has the exchange told when the burst of reading is over. */
    void gathers(Http2Exchange exchange) {
        gathering.add(exchange);
    }

    /** The exchange's body came whole within the burst. */
    void gathered(Http2Exchange exchange) {
        gathering.remove(exchange);
    }

    // Streams.

    /** A request has begun; one too many is refused, and may be made again. */
    void request(Http2Stream stream, Http2Headers headers, boolean whole) throws Http2Exception {
        if (exchanges.size() >= spine.config().http2().maxStreams()) {
            reset(stream, Http2Error.REFUSED_STREAM);
            return;
        }
        ForwardingFields.drop(facts(), headers::names, headers::remove);
        RequestHeaders head = RequestHeaders.of(stream.id(), headers);
        Http2Exchange exchange = new Http2Exchange(this, stream, headers, head);
        opened(stream, exchange);
        exchange.begin(whole);
        int most = spine.config().limits().maxRequestsPerConnection();
        if (most > 0 && connection().remote().lastStreamCreated() / 2 + 1 >= most) {
            goAway.gracefully();
        }
    }

    private void opened(Http2Stream stream, Http2Exchange exchange) {
        events.attach(stream, exchange);
        exchanges.add(exchange);
    }

    /**
     * Takes over the request that asked for HTTP/2. It is handled once the client has sent its
     * preface: the JDK's client loses its place in what comes in many pieces right behind the 101.
     */
    void upgraded(Http2Settings settings, Http2Headers headers, byte[] body) throws Http2Exception {
        onHttpServerUpgrade(settings);
        Http2Stream stream = connection().stream(1);
        Http2Exchange exchange =
                new Http2Exchange(this, stream, headers, RequestHeaders.of(1, headers));
        opened(stream, exchange);
        if (body.length > 0) {
            long most = spine.router().settings().maxBufferedBody();
            exchange.content(new ArrivedBody(body, HttpHeaders.EMPTY, most));
        }
        afterPreface = () -> exchange.begin(true);
    }

    /** The client's preface is complete: what waited for it begins. */
    void prefaceSeen() {
        Runnable waiting = afterPreface;
        afterPreface = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    /** A stream has ended, whoever ended it. */
    void closed(Http2Exchange exchange) {
        if (exchanges.remove(exchange)) {
            gathering.remove(exchange);
            exchange.closed();
            goAway.streamClosed();
        }
    }

    /** Open exchanges. */
    int open() {
        return exchanges.size();
    }

    /** Ends a stream at once. */
    void reset(Http2Stream stream, Http2Error error) {
        resetStream(ctx(), stream.id(), error.code(), ctx().newPromise());
        flushSoon();
    }

    /** So many bytes of a stream were taken by whoever reads them. */
    void consumed(Http2Stream stream, int bytes) {
        try {
            if (bytes > 0 && decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(ctx(), false, e);
        }
    }

    /** Sends what was written: with the burst under way, or soon, together with what follows. */
    void flushSoon() {
        if (!working && !flushDue) {
            flushDue = true;
            core().eventLoop().execute(this::flushNow);
        }
    }

    private void flushNow() {
        flushDue = false;
        if (!ctx().isRemoved()) {
            flush(ctx());
        }
    }

    /** Closes once what was written has left. */
    void closeAfterWrites() {
        ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    // Timeouts.

    @Override
    public PhaseTimer.Phase phase() {
        if (!ctx().channel().isWritable()) {
            return PhaseTimer.Phase.WRITE;
        }
        if (!decoder().prefaceReceived()) {
            return PhaseTimer.Phase.HEAD;
        }
        return exchanges.isEmpty() ? PhaseTimer.Phase.IDLE : PhaseTimer.Phase.NONE;
    }

    @Override
    public long progress() {
        return connection().remote().lastStreamCreated()
                + 31L * ctx().channel().bytesBeforeWritable();
    }

    @Override
    public void lookAtParts(long now) {
        if (!exchanges.isEmpty()) {
            List.copyOf(exchanges).forEach(exchange -> exchange.watch().look(now));
        }
    }

    @Override
    public long moved() {
        return SocketProgress.of(ctx().channel()).taken();
    }

    @Override
    public long owed() {
        return SocketProgress.of(ctx().channel()).waiting();
    }

    @Override
    public void expired(PhaseTimer.Phase phase) {
        switch (phase) {
            case HEAD, IDLE -> goAway.now(Http2Error.NO_ERROR, "nothing came in time");
            case WRITE, LINGER -> ctx().close();
            case BODY, NONE -> {}
        }
    }
}
