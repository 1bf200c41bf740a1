package io.tako.transport.http.v2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tako.http.Response;
import io.tako.runtime.Core;
import io.tako.transport.config.Http2Config;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.HttpSpine;
import io.tako.transport.http.PhaseTimer;
import io.tako.transport.http.body.ArrivedBody;
import io.tako.transport.http.exchange.AccessRecord;
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
import org.springframework.http.HttpStatus;

/**
 * One HTTP/2 connection: makes exchanges of its streams, sends what they answer with one flush per
 * burst of work, and ends in an orderly way. All of it on the event loop.
 */
final class Http2ServerConnection extends FrameByFrame implements Drainable, PhaseTimer.Watched {

    private static final Logger log = LoggerFactory.getLogger(Http2ServerConnection.class);

    /** So many bytes of the connection's window are given back together, at the most. */
    private static final int GIVEN_BACK = 32 * 1024;

    private static final Response TOO_LARGE =
            Response.of(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);

    private final HttpCore state;
    private final HttpSpine spine;
    private final String protocol;
    private final StreamEvents events;
    private final ResetBudget resets;
    private final Set<Http2Exchange> exchanges = new LinkedHashSet<>();
    private final List<Http2Exchange> gathering = new ArrayList<>();
    private final List<Runnable> afterBurst = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelConnection facts;
    private @Nullable SocketProgress socket;
    private @Nullable PhaseTimer timer;
    private @Nullable KeepAlive keepAlive;
    private final GoAway goAway = new GoAway(this);
    private @Nullable Http2Exchange awaitingPreface;
    private boolean working;
    private boolean flushDue;

    Http2ServerConnection(
            HttpCore state,
            String protocol,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initial,
            EvenShares shares) {
        super(decoder, encoder, initial, state.spine().config().http2().maxControlFrames());
        this.state = state;
        this.spine = state.spine();
        this.protocol = protocol;
        this.resets = new ResetBudget(spine.config().http2().maxResets());
        this.events = new StreamEvents(this, connection(), goAway, budget(), resets);
        shares.listener(events);
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

    private SocketProgress socket() {
        return Objects.requireNonNull(socket);
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
        socket = SocketProgress.of(ctx.channel());
        facts = new ChannelConnection(ctx.channel(), protocol, core().index());
        Ticket.of(ctx.channel()).hold(this);
        timer = new PhaseTimer(this, core().sweep(), spine.phases());
        timer.start();
        keepAlive = new KeepAlive(this, spine.config().http2().pingInterval());
        keepAlive.start();
        openWindow();
        if (spine.draining()) {
            goAway.afterFirstStream();
        }
        ctx.flush();
    }

    /**
     * Opens the connection's window, and has what was taken of it given back in small parts: as
     * long as it is kept to make one large update, others have no use of what slow uploads leave.
     */
    private void openWindow() throws Http2Exception {
        DefaultHttp2LocalFlowController windows =
                (DefaultHttp2LocalFlowController) decoder().flowController();
        int size = spine.config().http2().connectionWindow();
        if (size > Http2Config.LEAST_WINDOW) {
            windows.incrementWindowSize(
                    connection().connectionStream(), size - Http2Config.LEAST_WINDOW);
        }
        float kept = Math.min(0.5f, (float) GIVEN_BACK / size);
        windows.windowUpdateRatio(connection().connectionStream(), 1 - kept);
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
        if (cause instanceof IOException) {
            log.debug("{} failed: {}", facts, cause.toString());
            if (!isDeaf()) {
                ctx.close();
            }
        } else if (error == null) {
            log.warn("{} failed", facts, cause);
            goAway.failed(Http2Error.INTERNAL_ERROR, cause.getMessage());
        } else {
            log.debug("{}: {} ({})", facts, error.getMessage(), error.error());
            goAway.failed(error.error(), error.getMessage());
        }
    }

    /** Ends all streams, and sends nothing more on them. */
    void closeStreams() {
        List.copyOf(exchanges).forEach(this::closed);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
        log.debug("{} stream {}: {}", facts, error.streamId(), error.getMessage());
        if (!outbound && events.endsConnection(error)) {
            String what = error.getMessage();
            onError(ctx, false, Http2Exception.connectionError(error.error(), cause, "%s", what));
        } else {
            if (!outbound && !(error instanceof HeaderListSizeException)) {
                refused(error.streamId(), null);
            }
            super.onStreamError(ctx, outbound, cause, error);
        }
    }

    /** Answers a head that is too large with 431 (RFC 6585 section 5). */
    @Override
    protected void handleServerHeaderDecodeSizeError(
            ChannelHandlerContext ctx, Http2Stream stream) {
        refused(stream.id(), TOO_LARGE);
        super.handleServerHeaderDecodeSizeError(ctx, stream);
    }

    /** Logs a request that became no exchange; one that did is logged when it ends. */
    private void refused(int stream, @Nullable Response answer) {
        if (events.isUnserved(stream)) {
            AccessRecord.refused(
                    spine.accessLog(), facts(), Http2Exchange.sequence(stream), null, answer);
        }
    }

    /** Where each RST_STREAM passes that is sent, Netty's own too. */
    @Override
    public ChannelFuture resetStream(
            ChannelHandlerContext ctx, int id, long code, ChannelPromise promise) {
        Http2Stream stream = connection().stream(id);
        boolean again = stream != null && stream.isResetSent();
        events.cut(id);
        ChannelFuture sent = super.resetStream(ctx, id, code, promise);
        if (!again && !isDeaf()) {
            try {
                resets.onSent(code);
            } catch (Http2Exception tooMany) {
                onError(ctx, true, tooMany);
            }
        }
        return sent;
    }

    /** Two GOAWAYs, so that no request on its way is lost; see {@link GoAway}. */
    @Override
    public void drain() {
        goAway.afterFirstStream();
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
            refused(stream.id(), null);
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
        } else {
            goAway.streamOpened();
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
        awaitingPreface = exchange;
    }

    /** The client's preface is complete: what waited for it begins. */
    void prefaceSeen() {
        Http2Exchange waiting = awaitingPreface;
        awaitingPreface = null;
        if (waiting != null) {
            waiting.begin(true);
            goAway.streamOpened();
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

    /**
     * A value that changes with each frame of the peer; or, while it is not read, with what it
     * takes.
     */
    long signsOfLife() {
        return frames() + (isPaused() ? socket().taken() : 0);
    }

    /** Open exchanges. */
    int open() {
        return exchanges.size();
    }

    /** Ends a stream at once. */
    void reset(Http2Stream stream, Http2Error error) {
        encoder().writeRstStream(ctx(), stream.id(), error.code(), ctx().newPromise());
        flushSoon();
    }

    /** A request was answered to its end. */
    void answered() {
        resets.onAnswered();
    }

    /** Whether the peer may send bytes of bodies, as far as the connection goes. */
    boolean mayReceive() {
        return decoder().flowController().windowSize(connection().connectionStream()) > 0;
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

    // Timeouts.

    @Override
    public PhaseTimer.Phase phase() {
        if (socket().isUnderWay()) {
            return PhaseTimer.Phase.WRITE;
        }
        if (!decoder().prefaceReceived()) {
            return PhaseTimer.Phase.HEAD;
        }
        return exchanges.isEmpty() ? PhaseTimer.Phase.IDLE : PhaseTimer.Phase.NONE;
    }

    @Override
    public long progress() {
        // While the peer is to take something, what it sends is no progress.
        return socket().isUnderWay() ? socket().taken() : connection().remote().lastStreamCreated();
    }

    @Override
    public void lookAtParts(long now) {
        if (!exchanges.isEmpty()) {
            List.copyOf(exchanges).forEach(exchange -> exchange.watch().look(now));
        }
    }

    @Override
    public long moved() {
        return socket().taken();
    }

    @Override
    public long owed() {
        return socket().waiting();
    }

    @Override
    public void expired(PhaseTimer.Phase phase) {
        switch (phase) {
            case HEAD -> noPreface();
            case IDLE -> goAway.gracefully();
            case WRITE, LINGER -> ctx().close();
            case BODY, NONE -> {}
        }
    }

    /** What waits for the client's preface, as the request that asked for HTTP/2, ends as well. */
    private void noPreface() {
        goAway.now("no preface came in time");
        Http2Exchange waiting = awaitingPreface;
        awaitingPreface = null;
        if (waiting != null) {
            reset(waiting.stream(), Http2Error.REFUSED_STREAM);
        }
    }
}
