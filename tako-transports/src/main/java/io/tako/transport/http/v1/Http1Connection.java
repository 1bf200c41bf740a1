package io.tako.transport.http.v1;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tako.http.ProtocolError;
import io.tako.http.Response;
import io.tako.runtime.Core;
import io.tako.transport.accesslog.AccessEntry;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.HttpSpine;
import io.tako.transport.http.PhaseTimer;
import io.tako.transport.http.exchange.AccessRecord;
import io.tako.transport.http.exchange.HttpExchange;
import io.tako.transport.http.fields.FieldRules;
import io.tako.transport.http.fields.ForwardingFields;
import io.tako.transport.http.fields.RequestTarget;
import io.tako.transport.http.v2.Http2Protocol;
import io.tako.transport.spine.ChannelConnection;
import io.tako.transport.spine.Drainable;
import io.tako.transport.spine.Reset;
import io.tako.transport.spine.SendingEnd;
import io.tako.transport.spine.SocketProgress;
import io.tako.transport.spine.Ticket;
import io.tako.transport.websocket.ChannelTunnel;
import io.tako.transport.websocket.WebSocketConnection;
import io.tako.websocket.WebSocketUpgrade;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection: takes requests one at a time, hands them to the router's endpoints, and
 * decides with each answer whether the connection lives on. All of it on the event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter
        implements Drainable, PhaseTimer.Watched {

    private static final Logger log = LoggerFactory.getLogger(Http1Connection.class);

    /** Netty's target of a request whose line it could not read. */
    private static final String UNREADABLE = "/bad-request";

    private final HttpCore state;
    private final HttpSpine spine;
    private final HttpLimits limits;
    private final StrictRequestDecoder decoder;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext decoderContext;
    private @Nullable ResponseSender sending;
    private @Nullable ResponseFlow answering;
    private @Nullable ChannelConnection connection;
    private @Nullable PhaseTimer timer;
    private @Nullable SocketProgress socket;

    private final RequestBodyFlow requestBody;
    private @Nullable Http1Exchange current;
    private @Nullable PrefaceDetector preface;
    private @Nullable H2cUpgrade upgrading;
    private long sequence;
    private boolean responseEnded;
    private boolean keepAlive = true;
    private boolean working;
    private boolean lingering;
    private boolean closed;
    private boolean resumesSoon;
    private boolean inputEnded;

    Http1Connection(HttpCore state) {
        this.state = state;
        this.spine = state.spine();
        this.limits = spine.config().limits();
        this.decoder = new StrictRequestDecoder(limits, this::holds);
        this.requestBody =
                new RequestBodyFlow(this, limits, spine.router().settings().maxBufferedBody());
    }

    StrictRequestDecoder decoder() {
        return decoder;
    }

    /** What is to stand in front of the decoder where the connection may be one of HTTP/2. */
    PrefaceDetector expectPreface() {
        PrefaceDetector detector = new PrefaceDetector(this);
        preface = detector;
        return detector;
    }

    HttpCore state() {
        return state;
    }

    Core core() {
        return state.core();
    }

    ChannelConnection facts() {
        return Objects.requireNonNull(connection);
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    private ResponseSender sender() {
        return Objects.requireNonNull(sending);
    }

    private SocketProgress socket() {
        return Objects.requireNonNull(socket);
    }

    /** Where exchanges send their answers. */
    ResponseFlow responses() {
        return Objects.requireNonNull(answering);
    }

    // Life of the connection.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        decoderContext = ctx.pipeline().context(decoder);
        sending = new ResponseSender(ctx, state);
        answering = new ResponseFlow(this, ctx, sending);
        socket = SocketProgress.of(ctx.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Or an answer on its way would be lost with the peer's end of sending.
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ctx.channel().config().setWriteBufferWaterMark(spine.writeWindow());
        connection = new ChannelConnection(ctx.channel(), "http/1.1", core().index());
        Ticket ticket = Ticket.of(ctx.channel());
        ticket.hold(this);
        timer = new PhaseTimer(this, core().sweep(), spine.phases());
        timer.start();
        if (!ticket.admitted()) {
            refuse();
        } else if (spine.draining()) {
            endOnceQuiet();
        }
        ctx.fireChannelActive();
    }

    private void refuse() {
        sender().whole(HttpExchange.OVERLOADED, false, false, false);
        AccessRecord.refused(spine.accessLog(), facts(), 0, null, HttpExchange.OVERLOADED);
        linger();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
        requestBody.release();
        sender().release();
        if (current != null) {
            current.peerGone();
        }
        ctx.fireChannelInactive();
    }

    /** The connection is over, or another handler's. */
    private void leave() {
        closed = true;
        if (timer != null) {
            timer.stop();
        }
        if (upgrading != null) {
            upgrading.release();
            upgrading = null;
        }
    }

    /** Goes on in HTTP/2; what was not decoded yet is for its handler. */
    void becomeHttp2() {
        ChannelPipeline pipeline = ctx().pipeline();
        if (!lingering && !closed) {
            leave();
            Http2Protocol.install(pipeline, state, "h2c");
            pipeline.remove(this);
            pipeline.remove(decoder);
        }
    }

    private void upgrade(H2cUpgrade upgrade) {
        ChannelPipeline pipeline = ctx().pipeline();
        byte[] body = upgrade.body();
        upgrading = null;
        sender().switchToHttp2();
        leave();
        try {
            Http2Protocol.upgrade(pipeline, state, upgrade.settings(), upgrade.headers(), body);
        } catch (Http2Exception e) {
            log.debug("{}: the upgrade to HTTP/2 failed", connection, e);
            ctx().close();
        }
        pipeline.remove(this);
        pipeline.remove(decoder);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            if (lingering) {
                endAfterWrites();
            } else {
                resumeReading();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    /**
     * Ends the connection where the peer sends no more and nothing that it asked whole is still to
     * be answered. A peer that has left looks the same until something is sent to it; who reads
     * events, which have no end to wait for, is taken to have left.
     */
    private void endWithInput() {
        if (current == null) {
            // What waits is no whole request, unless the peer has to take answers first.
            if (ctx().channel().isWritable() || decoder.waiting() == 0) {
                endAfterWrites();
            }
        } else if (endedBothWays()
                || responses().sendsEvents()
                || (!requestBody.ended() && !requestBody.paused())) {
            if (responseEnded) {
                endAfterWrites();
            } else if (!sender().sendsFile()) {
                cut();
            }
        }
    }

    /** Whether with what the peer sends what it takes has ended (RFC 5246 section 7.2.1). */
    private boolean endedBothWays() {
        SslHandler tls = ctx().pipeline().get(SslHandler.class);
        return tls != null && tls.engine().isOutboundDone();
    }

    private void endAfterWrites() {
        closed = true;
        sender().flushed(ChannelFutureListener.CLOSE);
    }

    /** Ends the connection at once, so that no peer takes a part of an answer for the whole. */
    private void cut() {
        if (responses().endsByClose()) {
            Reset.of(ctx().channel());
        } else {
            ctx().close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("{} failed: {}", connection, cause.toString());
        } else {
            log.warn("{} failed", connection, cause);
        }
        cut();
    }

    @Override
    public void drain() {
        if (current != null) {
            current.drain();
        }
        endOnceQuiet();
    }

    /**
     * Ends the connection unless a request comes in a time that is long for a client that has one
     * to send. To end it at once would lose requests on their way (RFC 9112 section 9.6); one that
     * comes is answered, and the answer says that it was the last.
     */
    private void endOnceQuiet() {
        if (!idle()) {
            return;
        }
        long seen = sequence;
        long wait = spine.quiet().toNanos() - Objects.requireNonNull(timer).still();
        if (wait <= 0) {
            linger();
            return;
        }
        core().eventLoop()
                .schedule(
                        () -> {
                            if (idle() && sequence == seen) {
                                linger();
                            }
                        },
                        wait,
                        TimeUnit.NANOSECONDS);
    }

    private boolean idle() {
        return !closed
                && !lingering
                && current == null
                && upgrading == null
                && (preface == null || !preface.isWaiting())
                && decoder.waiting() == 0
                && !decoder.headBegun();
    }

    @Override
    public String occupation() {
        return current == null && upgrading == null ? "nothing" : "an HTTP/1.1 request";
    }

    @Override
    public void abort() {
        cut();
    }

    // Reading.

    /**
     * Whether the decoder waits: for the answer to the request before, for a slow handler, or with
     * the next request for a peer that does not take what it was answered. The rest of a request
     * that has begun is read even then, as there are peers that take no answer before they have
     * sent it all.
     */
    private boolean holds() {
        if (closed) {
            return true;
        }
        return current == null
                ? upgrading == null && !ctx().channel().isWritable()
                : requestBody.ended() || requestBody.paused();
    }

    /** Goes on once the peer has taken enough of what it was answered. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !resumesSoon) {
            resumesSoon = true;
            // Not at once: it may be told amid a flush, and a peer that takes all at once would
            // have one flush begin within the other.
            core().eventLoop().execute(this::resumeSoon);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void resumeSoon() {
        resumesSoon = false;
        if (!lingering) {
            resumeReading();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (lingering || closed || !ctx.channel().isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        working = true;
        if (message instanceof HttpRequest head) {
            head(head);
            if (message instanceof HttpContent) {
                ReferenceCountUtil.release(message);
            }
        } else if (message instanceof HttpContent content) {
            content(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        settle();
        ctx.fireChannelReadComplete();
    }

    /** Sends what has gathered, and reads on or not, once a burst of work is through. */
    private void settle() {
        if (requestBody.gathering() && !closed) {
            Http1Exchange exchange = Objects.requireNonNull(current);
            requestBody.stopGathering(exchange);
            exchange.dispatch();
        }
        // What the decoder holds comes before more from the peer, though the reader takes all at
        // once.
        boolean held = requestBody.paused();
        requestBody.burstOver();
        working = false;
        if (closed) {
            return;
        }
        if (sender().gathers()) {
            sender().flush();
        }
        boolean wait =
                !lingering
                        && (held
                                || requestBody.paused()
                                || holds() && decoder.waiting() > limits.pipelinedBytes());
        if (ctx().channel().config().isAutoRead() == wait) {
            ctx().channel().config().setAutoRead(!wait);
        }
        if (inputEnded && !lingering) {
            endWithInput();
        }
    }

    private void head(HttpRequest wire) {
        sequence++;
        responseEnded = false;
        requestBody.begin();
        try {
            if (decoder.takeFolded()) {
                throw StrictRequestDecoder.folded();
            }
            if (wire.decoderResult().isFailure()) {
                throw DecodingFailure.of(wire.decoderResult().cause());
            }
            if (facts().proxy().isPresent()) {
                ForwardingFields.drop(
                        facts(), wire.headers()::names, name -> wire.headers().remove(name));
            }
            RequestTarget line = RequestTarget.parse(wire.method().name(), wire.uri());
            RequestFraming framing = RequestFraming.of(wire);
            if (line.authority() != null) {
                // RFC 9112 section 3.2.2: what such a target says is in the place of the field.
                wire.headers().set(HttpHeaderNames.HOST, line.authority());
            }
            if (preface != null && spine.config().http2().upgrade() && !spine.draining()) {
                upgrading = H2cUpgrade.of(wire, line, framing, limits.bodyWindow());
                if (upgrading != null) {
                    return;
                }
            }
            accept(new Http1Exchange(this, wire, framing, line, sequence));
        } catch (ProtocolError error) {
            violated(error, line(wire));
        }
    }

    private void accept(Http1Exchange exchange) {
        RequestFraming framing = exchange.framing();
        current = exchange;
        keepAlive =
                keepAlive
                        && framing.keepAlive
                        && !spine.draining()
                        && (limits.maxRequestsPerConnection() == 0
                                || sequence < limits.maxRequestsPerConnection());
        // Without a body it is dispatched with the end of the request, which comes next.
        if (framing.hasBody() && requestBody.open(exchange)) {
            exchange.dispatch();
        }
    }

    private void content(HttpContent content) {
        Http1Exchange exchange = current;
        H2cUpgrade upgrade = upgrading;
        if (upgrade != null) {
            upgrade.add(content.content());
            if (content instanceof LastHttpContent) {
                upgrade(upgrade);
            }
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            brokenBody(exchange, DecodingFailure.ofBody(content.decoderResult().cause()));
            return;
        }
        requestBody.piece(exchange, content.content());
        if (exchange != null && responseEnded && requestBody.tooMuchUnread()) {
            // A few bytes that nobody reads are passed over; with more the connection ends.
            linger();
        }
        if (content instanceof LastHttpContent last) {
            if (requestBody.end(exchange, last)) {
                Objects.requireNonNull(exchange).dispatch();
            } else if (exchange != null) {
                nextIfDone();
            }
        }
    }

    private void brokenBody(@Nullable Http1Exchange exchange, ProtocolError error) {
        requestBody.endReading();
        keepAlive = false;
        if (exchange == null) {
            linger();
        } else if (requestBody.gathering()) {
            requestBody.release();
            exchange.claim();
            violated(error, null);
        } else {
            requestBody.fail(error);
            nextIfDone();
        }
    }

    /** The request line, unless what came was none, in whose place the decoder puts another. */
    private static AccessEntry.@Nullable Line line(HttpRequest wire) {
        boolean invented =
                wire.decoderResult().isFailure()
                        && wire.protocolVersion().equals(HttpVersion.HTTP_1_0)
                        && wire.uri().equals(UNREADABLE);
        return invented
                ? null
                : new AccessEntry.Line(
                        wire.method().name(), wire.uri(), wire.protocolVersion().text());
    }

    /**
     * @param line of a request that is no exchange, or null if there is none of it
     */
    private void violated(ProtocolError error, AccessEntry.@Nullable Line line) {
        log.debug("{}: {} ({})", connection, error.what(), error.section());
        keepAlive = false;
        requestBody.endReading();
        Response answer = sender().violation(error);
        if (current == null) {
            AccessRecord.refused(spine.accessLog(), facts(), sequence, line, answer);
        } else {
            current.refused(answer);
        }
        linger();
    }

    // What a body asks for, from its reader's thread by way of the loop.

    void bodyWanted(Http1Exchange exchange) {
        if (isCurrent(exchange) && !responses().begun() && requestBody.takeContinueOwed()) {
            sender().invite();
        }
    }

    void bodyResumed(Http1Exchange exchange) {
        if (exchange == current) {
            resumeReading();
        }
    }

    private void resumeReading() {
        if (closed || working) {
            return;
        }
        working = true;
        try {
            decoder.resume(Objects.requireNonNull(decoderContext));
        } catch (Exception e) {
            ctx().pipeline().fireExceptionCaught(e);
        }
        settle();
    }

    // What the answer's way to the wire asks.

    /** Whether an answer to this exchange is still to be sent. */
    boolean awaits(Http1Exchange exchange) {
        return isCurrent(exchange) && !lingering;
    }

    /** Whether this exchange is the one at work on an open connection. */
    boolean isCurrent(Http1Exchange exchange) {
        return !closed && exchange == current;
    }

    /** Whether the loop is amid a burst of reading, after which it sends what has gathered. */
    boolean working() {
        return working;
    }

    /** Settles, for the whole answer about to be sent, whether the connection lives on. */
    boolean decideKeepAlive(Response response) {
        Http1Exchange exchange = current;
        keepAlive = keepAlive && !spine.draining() && !FieldRules.asksToClose(response);
        if (!requestBody.ended() && exchange != null && requestBody.tooMuchToCome(exchange)) {
            keepAlive = false;
        }
        return keepAlive;
    }

    /** The same for an answer sent in pieces, whose handler may yet read the body. */
    boolean keepAliveWhileStreaming(Response response, boolean delimited) {
        keepAlive =
                keepAlive
                        && delimited
                        && !requestBody.continueOwed()
                        && !spine.draining()
                        && !FieldRules.asksToClose(response);
        return keepAlive;
    }

    /** The answer's last byte was handed over. */
    void responseEnded(Http1Exchange exchange) {
        responseEnded = true;
        exchange.ended(true);
        exchange.discardBody();
        if (!requestBody.ended() && (requestBody.continueOwed() || !keepAlive)) {
            linger();
            return;
        }
        nextIfDone();
    }

    /** The head that switches protocols was sent: the bytes from here on are another's. */
    void upgraded(Http1Exchange exchange, WebSocketUpgrade upgrade) {
        closed = true;
        current = null;
        if (timer != null) {
            timer.stop();
        }
        ChannelTunnel tunnel = new ChannelTunnel(exchange::drain);
        WebSocketConnection socket =
                WebSocketConnection.over(
                        tunnel, upgrade, core(), spine.config(), exchange.socketProfile());
        tunnel.receiver(socket);
        ctx().channel().config().setAutoRead(true);
        ctx().pipeline().addLast(tunnel);
        ctx().pipeline().remove(this);
        // What waits in it goes to the tunnel.
        ctx().pipeline().remove(decoder);
        socket.begin();
        if (inputEnded) {
            // The channel has told so before the tunnel was there to hear it.
            socket.inputEnded();
        }
    }

    /** Goes on to the next request once this one has ended on both sides. */
    private void nextIfDone() {
        if (!responseEnded) {
            return;
        }
        if (!requestBody.ended()) {
            resumeReading();
            return;
        }
        boolean peerSendsNoMore = current != null && !current.framing().keepAlive;
        current = null;
        if (!keepAlive) {
            if (inputEnded || (decoder.waiting() == 0 && peerSendsNoMore)) {
                endAfterWrites();
            } else {
                linger();
            }
            return;
        }
        if (!working) {
            resumeReading();
        }
        if (spine.draining()) {
            // Its head had left before the drain began, and so did not say that it is the last.
            endOnceQuiet();
        }
    }

    /** Ends sending, then passes over what still comes, so that the answer is not reset away. */
    private void linger() {
        if (lingering) {
            return;
        }
        lingering = true;
        current = null;
        requestBody.release();
        sender().flushed(
                        sent -> {
                            if (sent.isSuccess()) {
                                responses().left();
                                SendingEnd.of(ctx().channel());
                            } else {
                                cut();
                            }
                        });
        ctx().pipeline().remove(decoder);
        ctx().channel().config().setAutoRead(true);
        if (spine.draining()) {
            // Peers that do not close in turn must not hold the drain.
            core().eventLoop().schedule(this::cut, spine.quiet().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    // Timeouts.

    @Override
    public PhaseTimer.Phase phase() {
        if (socket().isUnderWay()) {
            return PhaseTimer.Phase.WRITE;
        }
        if (lingering) {
            return PhaseTimer.Phase.LINGER;
        }
        if (upgrading != null) {
            return PhaseTimer.Phase.BODY;
        }
        if (current == null) {
            boolean begun = decoder.waiting() > 0 || decoder.headBegun() || sequence == 0;
            return begun ? PhaseTimer.Phase.HEAD : PhaseTimer.Phase.IDLE;
        }
        boolean awaited = requestBody.awaited() || (responseEnded && !requestBody.ended());
        return awaited ? PhaseTimer.Phase.BODY : PhaseTimer.Phase.NONE;
    }

    @Override
    public long progress() {
        // While the peer is to take something, what it sends is no progress.
        return socket().isUnderWay()
                ? socket().taken()
                : sequence * 1_000_003
                        + requestBody.progress()
                        + (upgrading == null ? 0 : upgrading.received());
    }

    @Override
    public long moved() {
        if (socket().isUnderWay()) {
            return socket().taken();
        }
        return upgrading == null ? requestBody.received() : upgrading.received();
    }

    @Override
    public long owed() {
        return socket().waiting();
    }

    @Override
    public long turn() {
        return socket().isUnderWay() ? 0 : sequence;
    }

    private static ProtocolError tooLate(String what) {
        return new ProtocolError(408, "RFC 9110 section 15.5.9", what);
    }

    @Override
    public void expired(PhaseTimer.Phase phase) {
        switch (phase) {
            case HEAD -> {
                if (sequence == 0 && decoder.waiting() == 0 && !decoder.headBegun()) {
                    ctx().close();
                } else {
                    sequence++;
                    violated(tooLate("the head did not come in time"), null);
                }
            }
            case BODY -> {
                if (upgrading != null) {
                    violated(tooLate("the body did not come in time"), null);
                    return;
                }
                keepAlive = false;
                requestBody.expired();
                if (responseEnded) {
                    // Only what nobody reads was still to come.
                    ctx().close();
                }
            }
            case IDLE, WRITE, LINGER -> cut();
            case NONE -> {}
        }
    }
}
