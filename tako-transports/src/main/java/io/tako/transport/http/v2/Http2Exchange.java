package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.tako.http.Body;
import io.tako.http.Connection;
import io.tako.http.Response;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.http.PhaseTimer;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.body.PreparedFile;
import io.tako.transport.http.exchange.AccessRecord;
import io.tako.transport.http.exchange.AnswerRules;
import io.tako.transport.http.exchange.HttpExchange;
import io.tako.transport.websocket.WebSocketConnection;
import io.tako.websocket.WebSocketUpgrade;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** One stream of an HTTP/2 connection: a request and its answer. */
final class Http2Exchange extends HttpExchange implements PhaseTimer.Watched {

    /** As a request line would tell it. */
    static final String VERSION = "HTTP/2.0";

    private static final Response NO_TUNNELS = Response.of(HttpStatus.NOT_IMPLEMENTED);
    private static final Response EXPECTATION_FAILED = Response.of(HttpStatus.EXPECTATION_FAILED);

    /**
     * A client that has the whole answer may end its request by itself in this time; what it does
     * wrong until then is still answered as wrong.
     */
    private static final Duration UNREAD_BODY = Duration.ofMillis(500);

    private final Http2ServerConnection connection;
    private final Http2Stream stream;
    private final Http2Headers wire;
    private final RequestHeaders head;
    private final RequestBody body;
    private final PhaseTimer.Watch watch;
    private @Nullable HttpHeaders headers;
    private @Nullable StreamTunnel tunnel;
    private boolean begun;
    private boolean responseEnded;
    private boolean closed;
    private int underWay;
    private long owed;
    private long written;
    private long sent;

    Http2Exchange(
            Http2ServerConnection connection,
            Http2Stream stream,
            Http2Headers wire,
            RequestHeaders head) {
        super(connection.state(), head.method(), head.target().path(), head.target().query());
        this.connection = connection;
        this.stream = stream;
        this.wire = wire;
        this.head = head;
        this.body = new RequestBody(connection, this);
        this.watch = new PhaseTimer.Watch(this, connection.state().spine().phases());
    }

    RequestHeaders head() {
        return head;
    }

    Http2Stream stream() {
        return stream;
    }

    PhaseTimer.Watch watch() {
        return watch;
    }

    // The request, as it comes.

    /**
     * Begins to handle the request.
     *
     * @param whole whether no body follows
     */
    void begin(boolean whole) {
        if (head.tunnel()) {
            refuse(NO_TUNNELS, whole);
        } else if (!head.expectationMet()) {
            refuse(EXPECTATION_FAILED, whole);
        } else if (whole) {
            body.none();
            dispatch();
        } else if (body.open()) {
            dispatch();
        }
    }

    private void refuse(Response response, boolean whole) {
        if (whole) {
            body.none();
        } else {
            body.open();
        }
        claim();
        answer(response);
    }

    /** A part of the body has come; how many bytes of it are still to be taken. */
    int data(ByteBuf data, boolean end) {
        if (tunnel == null) {
            return body.piece(data, end);
        }
        int waiting = data.isReadable() ? tunnel.received(data) : 0;
        if (end) {
            body.none();
            tunnel.inputEnded();
        }
        return waiting;
    }

    /**
     * A second header section has come.
     *
     * @throws Http2Exception if the stream is a tunnel, which carries DATA alone (RFC 9113 section
     *     8.5)
     */
    void trailers(Http2Headers fields) throws Http2Exception {
        if (tunnel != null || (head.protocol() != null && !responseEnded)) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "HEADERS in a tunnel");
        }
        body.end(fieldsOf(fields));
    }

    /** So many bytes of DATA were handed to the connection. */
    void onSent(int bytes) {
        sent += bytes;
    }

    /** A value that changes with all that the peer takes of this stream, and with nothing else. */
    long taken() {
        return written + sent;
    }

    /** The body did not come whole with its head: the handler reads on as it arrives. */
    void stopGathering() {
        if (body.stopGathering()) {
            dispatch();
        }
    }

    /** Whether the answer's last byte was handed over, so that nobody reads the body any more. */
    boolean responseEnded() {
        return responseEnded;
    }

    /** The body is wanted: invites it (RFC 9110 section 10.1.1) unless the answer has begun. */
    void invite() {
        if (awaited() && !begun) {
            encoder()
                    .writeHeaders(
                            ctx(),
                            stream.id(),
                            ResponseHeaders.informational(HttpResponseStatus.CONTINUE),
                            0,
                            false,
                            ctx().newPromise());
            connection.flushSoon();
        }
    }

    /** More of the body comes than is worth passing over. */
    void abandonBody() {
        if (underWay == 0) {
            connection.reset(stream, Http2Error.NO_ERROR);
        }
    }

    /** The stream has ended, whoever ended it. Once. */
    void closed() {
        if (closed) {
            return;
        }
        closed = true;
        body.release();
        if (tunnel != null) {
            tunnel.gone();
        } else if (!responseEnded) {
            peerGone();
        }
    }

    // The answer.

    private Http2ConnectionEncoder encoder() {
        return connection.encoder();
    }

    private ChannelHandlerContext ctx() {
        return connection.ctx();
    }

    @Override
    protected boolean awaited() {
        return !closed && !responseEnded;
    }

    @Override
    protected boolean current() {
        return !closed;
    }

    @Override
    protected String version() {
        return VERSION;
    }

    @Override
    protected void sendWhole(Response response) {
        Body content = response.body();
        byte[] bytes = content instanceof Body.Bytes in ? in.array() : new byte[0];
        boolean lengthless = AnswerRules.lengthless(response.status());
        boolean none = lengthless || method() == HttpMethod.HEAD;
        Supplier<HttpHeaders> trailers = none ? null : response.trailers();
        headers(
                response,
                lengthless ? -1 : content.length(),
                trailers == null && (none || bytes.length == 0));
        if (!none && bytes.length > 0) {
            data(bytes, trailers == null);
        }
        if (trailers != null) {
            trailers(trailers.get());
        }
        connection.flushSoon();
    }

    @Override
    protected void sendFile(Response response, PreparedFile prepared) {
        stream(response, prepared);
    }

    @Override
    protected void sendHead(OutgoingStream task) {
        headers(task.response(), task.length(), false);
        connection.flushSoon();
    }

    @Override
    protected void sendPiece(OutgoingStream task, byte[] piece) {
        data(piece, false).addListener(sent -> task.sent(piece.length));
        connection.flushSoon();
    }

    @Override
    protected void sendEnd(OutgoingStream task) {
        if (task.trailers().isEmpty()) {
            data(new byte[0], true);
        } else {
            trailers(task.trailers());
        }
        connection.flushSoon();
    }

    @Override
    protected void sendUpgrade(Response response, Body.Upgrade upgrade) {
        if (!(upgrade instanceof WebSocketUpgrade opened)) {
            whole(NO_TUNNELS);
            return;
        }
        headers(response, -1, false);
        upgraded();
        StreamTunnel carrier = new StreamTunnel(connection, this);
        HttpListenerConfig config = connection.state().spine().config();
        WebSocketConnection socket =
                WebSocketConnection.over(carrier, opened, core(), config, socketProfile());
        carrier.receiver(socket);
        tunnel = carrier;
        connection.flushSoon();
        socket.begin();
        body.passTo(carrier);
    }

    /** Sends bytes of a tunnel. */
    ChannelPromise write(ByteBuf bytes) {
        ChannelPromise promise = ctx().newPromise();
        connection.events().wrote();
        encoder().writeData(ctx(), stream.id(), bytes, 0, false, promise);
        return promise;
    }

    /** Ends sending. */
    void endTunnel() {
        data(new byte[0], true);
        connection.flushSoon();
    }

    @Override
    protected void breakOff() {
        connection.reset(stream, Http2Error.INTERNAL_ERROR);
    }

    /** A peer that is behind with what it has been sent can do without. */
    @Override
    protected void sendHints(Response fields) {
        if (ctx().channel().isWritable()) {
            encoder()
                    .writeHeaders(
                            ctx(),
                            stream.id(),
                            ResponseHeaders.informational(fields),
                            0,
                            false,
                            ctx().newPromise());
            connection.flushSoon();
        }
    }

    private void headers(Response response, long length, boolean end) {
        begun = true;
        // With trailers none is told: whoever hands the answer on in HTTP/1.1 would leave them out.
        long told = response.trailers() == null ? length : -1;
        Http2Headers fields = ResponseHeaders.of(connection.state(), response, told);
        encoder().writeHeaders(ctx(), stream.id(), fields, 0, end, promise(end, 0));
    }

    private ChannelPromise data(byte[] bytes, boolean end) {
        ChannelPromise promise = promise(end, bytes.length);
        encoder().writeData(ctx(), stream.id(), Unpooled.wrappedBuffer(bytes), 0, end, promise);
        return promise;
    }

    private void trailers(HttpHeaders fields) {
        Http2Headers trailers = ResponseHeaders.trailers(fields);
        encoder().writeHeaders(ctx(), stream.id(), trailers, 0, true, promise(true, 0));
    }

    private ChannelPromise promise(boolean end, int bytes) {
        connection.events().wrote();
        underWay++;
        owed += bytes;
        ChannelPromise promise = ctx().newPromise();
        promise.addListener((ChannelFutureListener) sent -> left(end, bytes));
        if (end) {
            responseEnded = true;
            connection.answered();
            ended(true);
            body.discard();
        }
        return promise;
    }

    private void left(boolean end, int bytes) {
        underWay--;
        owed -= bytes;
        written++;
        if (end && !closed && body.tooMuchToCome()) {
            core().eventLoop()
                    .schedule(this::callBodyOff, UNREAD_BODY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** The client may stop sending what nobody reads (RFC 9113 section 8.1). */
    private void callBodyOff() {
        if (!closed) {
            connection.reset(stream, Http2Error.NO_ERROR);
        }
    }

    // Timeouts.

    @Override
    public PhaseTimer.Phase phase() {
        if (underWay > 0) {
            return PhaseTimer.Phase.WRITE;
        }
        return body.awaited() ? PhaseTimer.Phase.BODY : PhaseTimer.Phase.NONE;
    }

    @Override
    public long progress() {
        return underWay > 0 ? taken() : body.progress();
    }

    @Override
    public long moved() {
        return underWay > 0 ? taken() : body.received();
    }

    @Override
    public long owed() {
        return owed;
    }

    @Override
    public void expired(PhaseTimer.Phase phase) {
        if (phase == PhaseTimer.Phase.BODY && !responseEnded) {
            body.expired();
        } else {
            connection.reset(stream, Http2Error.CANCEL);
        }
    }

    // What the application sees.

    @Override
    public String target() {
        CharSequence path = wire.path();
        return path == null ? head.authority() : path.toString();
    }

    @Override
    public @Nullable String connectProtocol() {
        return head.protocol();
    }

    @Override
    public String authority() {
        return head.authority();
    }

    @Override
    public @Nullable String header(String name) {
        CharSequence value = wire.get(lowerCase(name));
        if (value == null) {
            return name.equalsIgnoreCase(HttpHeaders.HOST) && !head.authority().isEmpty()
                    ? head.authority()
                    : null;
        }
        return value.toString();
    }

    @Override
    public List<String> headers(String name) {
        List<CharSequence> values = wire.getAll(lowerCase(name));
        if (values.isEmpty()) {
            String host = header(name);
            return host == null ? List.of() : List.of(host);
        }
        return values.stream().map(CharSequence::toString).toList();
    }

    /** Names of pseudo-header fields are none of the application's. */
    private static String lowerCase(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(":") ? "" : lower;
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders all = headers;
        if (all == null) {
            HttpHeaders fields = fieldsOf(wire);
            if (!head.authority().isEmpty() && !fields.containsHeader(HttpHeaders.HOST)) {
                fields.set(HttpHeaders.HOST, head.authority());
            }
            all = HttpHeaders.readOnlyHttpHeaders(fields);
            headers = all;
        }
        return all;
    }

    private static HttpHeaders fieldsOf(Http2Headers fields) {
        HttpHeaders result = new HttpHeaders();
        fields.forEach(
                field -> {
                    String name = field.getKey().toString();
                    if (!name.startsWith(":")) {
                        result.add(name, field.getValue().toString());
                    }
                });
        return result;
    }

    @Override
    public Connection connection() {
        return connection.facts();
    }

    @Override
    public String id() {
        return AccessRecord.id(connection.facts(), sequence(stream.id()));
    }

    /** The place of a client's stream among all of its connection, from 1. */
    static long sequence(int stream) {
        return stream / 2 + 1L;
    }
}
