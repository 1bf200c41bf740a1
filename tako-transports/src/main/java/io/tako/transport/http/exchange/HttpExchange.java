package io.tako.transport.http.exchange;

import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.PeerGone;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Endpoint;
import io.tako.routing.Match;
import io.tako.routing.Router;
import io.tako.runtime.Core;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import io.tako.transport.accesslog.AccessLogger;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.body.ArrivedBody;
import io.tako.transport.http.body.FileTask;
import io.tako.transport.http.body.IncomingBody;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.body.PreparedFile;
import io.tako.transport.http.body.PublishedStream;
import io.tako.transport.http.body.StreamSink;
import io.tako.transport.http.body.StreamTask;
import io.tako.transport.http.fields.TrailerFields;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * One request and its answer, whatever version of HTTP carries them. Made and finished on the event
 * loop, handled where the route's plan says; the answer goes back to the loop, which sends it by
 * the methods that a version supplies.
 */
public abstract class HttpExchange extends HandlerTask implements Exchange {

    private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);

    private static final AtomicIntegerFieldUpdater<HttpExchange> CLAIMED =
            AtomicIntegerFieldUpdater.newUpdater(HttpExchange.class, "claimed");

    /** What is answered instead of being handled where too much is being handled. */
    public static final Response OVERLOADED =
            Response.of(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1");

    private final HttpCore state;
    private final HttpMethod method;
    private final @Nullable Endpoint endpoint;
    private final Request request;
    private Content content = ArrivedBody.NONE;
    private @Nullable Response result;
    private @Nullable PreparedFile file;
    private @Nullable OutgoingStream stream;
    private @Nullable EndpointRun run;
    private volatile @Nullable EarlyHints hints;
    private @Nullable ExchangeActions actions;
    private @Nullable RequestTicket ticket;
    private final @Nullable AccessRecord access;
    private boolean answering;
    private boolean ended;
    private boolean endedWhole;
    private volatile int claimed;
    private volatile boolean gone;

    /**
     * Finds what answers a request: an endpoint of the router, or the listener's other handler.
     *
     * @param path the percent-encoded path
     * @param query the percent-encoded query without its question mark, or null
     */
    protected HttpExchange(HttpCore state, HttpMethod method, String path, @Nullable String query) {
        this.state = state;
        this.method = method;
        AccessLogger log = state.spine().accessLog();
        this.access = log == null ? null : new AccessRecord(log);
        Match match = state.spine().service().match(method, path);
        this.endpoint = match == null ? null : match.endpoint();
        this.request =
                match == null
                        ? Request.unmatched(this, path, query, state.spine().router().settings())
                        : match.request(this, path, query);
    }

    // What a version of HTTP supplies. Called on the event loop.

    /** Whether an answer to this exchange can still be sent. */
    protected abstract boolean awaited();

    /** Whether the exchange has not ended and its connection is open. */
    protected abstract boolean current();

    /** The version of HTTP as a request line tells it. */
    protected abstract String version();

    /** Sends a response whose body is in memory, or goes without one. */
    protected abstract void sendWhole(Response response);

    /** Sends a part of a file, which is open. Takes the file over. */
    protected abstract void sendFile(Response response, PreparedFile prepared);

    /** Sends the head of a streamed response. */
    protected abstract void sendHead(OutgoingStream task);

    /** Sends one piece of a streamed body and tells the task when it left. */
    protected abstract void sendPiece(OutgoingStream task, byte[] piece);

    /** Ends a streamed body with its trailers. */
    protected abstract void sendEnd(OutgoingStream task);

    /**
     * Sends the head after which another protocol is spoken, and speaks it. A version that cannot
     * answers 501.
     */
    protected void sendUpgrade(Response response, Body.Upgrade upgrade) {
        whole(Response.of(HttpStatus.NOT_IMPLEMENTED));
    }

    /** Breaks a streamed response off in a way that the peer can see. */
    protected abstract void breakOff();

    /** Sends the fields of an answer to come (RFC 8297) where the version has such a response. */
    protected abstract void sendHints(Response fields);

    // For the connection, on the event loop.

    /** Hands the exchange to what answers it, or refuses it if too many are being handled. */
    public final void dispatch() {
        if (ended) {
            return;
        }
        RequestTicket taken = RequestTicket.take(state);
        ticket = taken;
        if (taken.admitted()) {
            Execution where = endpoint == null ? Execution.NON_BLOCKING : execution(endpoint);
            start(taken, where, this);
        } else if (claim()) {
            answer(OVERLOADED);
        }
    }

    /** Runs a handler of the exchange where its plan says. On the core's loop. */
    private void start(RequestTicket counted, Execution execution, HandlerTask task) {
        counted.handling();
        try {
            switch (execution) {
                case VIRTUAL_THREAD -> core().start(task);
                case NON_BLOCKING -> core().runInline(task);
                case OFFLOADED -> core().startOffloaded(task);
            }
        } catch (Throwable t) {
            // It was not started, and so does not complete.
            counted.handled();
            throw t;
        }
    }

    /** A handler that takes a body into memory waits for it, which the loop cannot do. */
    private Execution execution(Endpoint wanted) {
        boolean waits = incoming() != null && wanted.bodyMode() == BodyMode.BUFFERED;
        return waits && wanted.execution() == Execution.NON_BLOCKING
                ? Execution.VIRTUAL_THREAD
                : wanted.execution();
    }

    /**
     * Runs what an endpoint does for this exchange where the endpoint's plan says: for a handler
     * that has taken the exchange and comes to an endpoint itself. Once; the peer's leaving
     * interrupts it. Any thread.
     */
    public final void run(Endpoint other, Runnable handling) {
        core().execute(
                        () -> {
                            RequestTicket counted = Objects.requireNonNull(ticket);
                            EndpointRun running =
                                    new EndpointRun(
                                            other,
                                            state.spine().profile(other),
                                            handling,
                                            failure -> failed(failure, other.describe()),
                                            counted::handled);
                            run = running;
                            if (!gone) {
                                start(counted, execution(other), running);
                            }
                        });
    }

    /** The routes of the listener that the request came in by. Any thread. */
    public final Router router() {
        return state.spine().router();
    }

    /** The core whose loop owns this exchange. */
    public final Core core() {
        return state.core();
    }

    /** Whether the body is wanted whole in memory if it comes soon. */
    public final boolean gathersBody() {
        // What the other handler does with it shows later; one that is here serves both ways.
        return endpoint == null || endpoint.bodyMode() == BodyMode.BUFFERED;
    }

    /** Gives the exchange its body; without, it has none. Before it is dispatched. */
    public final void content(Content body) {
        this.content = body;
    }

    /** The body if it is read as it arrives. */
    public final @Nullable IncomingBody incoming() {
        return content instanceof IncomingBody body ? body : null;
    }

    /** What the connection has of the body nobody reads any more, for the answer has ended. */
    public final void discardBody() {
        if (content instanceof IncomingBody body) {
            body.discard(new IOException("the request was answered before its body was read"));
        }
    }

    /** Takes the right to answer; only the first caller gets it. */
    public final boolean claim() {
        return CLAIMED.compareAndSet(this, 0, 1);
    }

    /** The peer has left: whatever waits for it is told. */
    public final void peerGone() {
        gone = true;
        ClientGoneException left =
                new ClientGoneException("the peer left before the body was complete");
        if (content instanceof IncomingBody body) {
            body.fail(left);
        }
        if (stream != null) {
            stream.peerGone();
        }
        interruptHandler();
        ended(false);
        if (endpoint == null && content instanceof IncomingBody body) {
            // Whoever still reads is told; nobody reads what came before the peer left.
            body.discard(left);
        }
    }

    /**
     * The exchange has ended.
     *
     * @param whole whether all of the answer was handed to the connection
     */
    public final void ended(boolean whole) {
        if (ended) {
            return;
        }
        ended = true;
        endedWhole = whole;
        if (ticket != null) {
            ticket.ended();
        }
        if (access != null) {
            access.end(request, version(), whole);
        }
        if (actions != null) {
            actions.onEnd(whole);
        }
    }

    /** The connection has answered in the exchange's place what is wrong with its request. */
    public final void refused(Response answer) {
        if (access != null && !ended) {
            access.head(answer);
            access.body(AccessRecord.length(answer));
            access.end(request, version(), true);
        }
    }

    /** Another protocol is spoken from here on, whose end is not that of the exchange. */
    protected final void upgraded() {
        if (access != null) {
            access.end(request, version(), true);
        }
    }

    /** So many bytes of a body have left that were not handed over piece by piece. */
    protected final void bodySent(long bytes) {
        if (access != null) {
            access.body(bytes);
        }
    }

    /** Sends a response whose body is in memory, or goes without one. */
    protected final void whole(Response response) {
        if (access != null) {
            access.head(response);
            access.body(bodyless(response) ? 0 : AccessRecord.length(response));
        }
        sendWhole(response);
    }

    /** The server drains: what waits for that is told. */
    public final void drain() {
        if (actions != null) {
            actions.onDrain();
        }
    }

    private void interruptHandler() {
        Thread handler = run == null ? thread() : run.thread();
        if (handler != null) {
            handler.interrupt();
        }
    }

    // The handler's run.

    @Override
    protected final void handle() {
        if (endpoint == null) {
            pass();
        } else {
            handle(endpoint);
        }
    }

    /** Hands the exchange to the listener's other handler, which answers in its own time. */
    private void pass() {
        try {
            state.spine().service().requireHandler().handle(this);
        } catch (Throwable t) {
            failed(t, describe());
        }
    }

    /** Errors too: some Reactor throws past all who subscribe, and somebody waits for an answer. */
    private void failed(Throwable failure, String what) {
        if (PeerGone.isCauseOf(failure, gone)) {
            log.debug("{}: the peer left before it was answered", id());
        } else {
            log.error("{} {} failed", id(), what, failure);
        }
        respond(serverError());
    }

    private void handle(Endpoint endpoint) {
        Response response = settle(endpoint.run(request));
        result = response;
        if (!Thread.currentThread().isVirtual() || bodyless(response)) {
            return;
        }
        switch (response.body()) {
            case Body.Streaming streaming -> {
                if (claim()) {
                    StreamTask task = streamTask(response, streaming);
                    core().execute(() -> beginStream(task));
                    task.write();
                }
            }
            case Body.File part -> file = PreparedFile.open(part);
            case Body.Bytes bytes -> {}
            case Body.Empty empty -> {}
            case Body.Published published -> {}
            case Body.Upgrade upgrade -> {}
        }
    }

    private StreamTask streamTask(Response response, Body.Streaming body) {
        int window = state.spine().config().limits().writeWindow();
        return new StreamTask(sink(), response, body, window);
    }

    @Override
    protected final void completed() {
        Objects.requireNonNull(ticket).handled();
        if (endpoint == null) {
            return;
        }
        OutgoingStream streaming = stream;
        if (streaming != null) {
            streamed(streaming);
        } else if (claim()) {
            Response answer = result;
            answer(answer == null ? serverError() : finalResponse(answer));
        }
        PreparedFile unused = takeFile();
        if (unused != null) {
            unused.close();
        }
        if (content instanceof IncomingBody body && !current()) {
            // Nobody reads what came before the peer left.
            body.discard(new ClientGoneException("the exchange had ended before its handler"));
        }
    }

    private @Nullable PreparedFile takeFile() {
        PreparedFile prepared = file;
        file = null;
        return prepared;
    }

    @Override
    protected final String describe() {
        return endpoint == null
                ? state.spine().service().requireHandler().describe()
                : endpoint.describe();
    }

    @Override
    protected final ExecutionProfile profile() {
        return endpoint == null ? ExecutionProfile.unmeasured() : state.spine().profile(endpoint);
    }

    /**
     * What was learned of how long the handler of a socket keeps the loop that the endpoint opens
     * by this exchange. On the event loop.
     */
    public final ExecutionProfile socketProfile() {
        Endpoint opener = run == null ? endpoint : run.endpoint();
        return opener == null ? ExecutionProfile.unmeasured() : state.spine().socketProfile(opener);
    }

    /**
     * The response as the request's client gets it. Trailers behind a body that is in memory are
     * asked for here, so that no code of the application runs where the answer is sent and a
     * failure is answered before anything is.
     */
    private Response settle(Response given) {
        Response response = state.spine().forClient(request, given);
        Supplier<HttpHeaders> trailers = response.trailers();
        if (trailers == null || bodyless(response) || !AnswerRules.inMemory(response.body())) {
            return response;
        }
        try {
            HttpHeaders told = TrailerFields.ask(trailers);
            return response.trailers(() -> told);
        } catch (Throwable t) {
            log.error("{} {}: its trailers failed", id(), describe(), t);
            return serverError();
        }
    }

    // The answer's way to the wire, on the event loop.

    private static Response serverError() {
        return Response.of(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    /** Whether a response to this request goes without a body whatever it says. */
    private boolean bodyless(Response response) {
        return method == HttpMethod.HEAD || AnswerRules.contentless(response.status());
    }

    /** Whether another protocol is spoken after this (RFC 9110 section 7.8, RFC 8441). */
    private boolean upgrades(Response response) {
        HttpStatus expected =
                connectProtocol() == null ? HttpStatus.SWITCHING_PROTOCOLS : HttpStatus.OK;
        return response.body() instanceof Body.Upgrade
                && response.status().value() == expected.value();
    }

    /** A 1xx comes before an answer and is none (RFC 9110 section 15.2), so that it is a 500. */
    private Response finalResponse(Response response) {
        if (response.status().value() >= 200 || upgrades(response)) {
            return response;
        }
        log.error(
                "{} {} failed: {} is no status of an answer (RFC 9110 section 15.2)",
                id(),
                describe(),
                response.status().value());
        return Response.of(HttpStatus.INTERNAL_SERVER_ERROR, response.headers())
                .removeHeader(HttpHeaders.CONTENT_TYPE)
                .removeHeader(HttpHeaders.CONTENT_ENCODING);
    }

    /** Sends a response whose right to be sent was claimed. */
    public final void answer(Response response) {
        beginAnswer();
        if (!awaited()) {
            return;
        }
        Body body = response.body();
        if (body instanceof Body.Upgrade upgrade) {
            if (upgrades(response)) {
                if (access != null) {
                    access.head(response);
                }
                sendUpgrade(response, upgrade);
                ended(true);
            } else {
                whole(response.withoutContent());
            }
        } else if (AnswerRules.contentless(response.status())) {
            whole(response.withoutContent());
        } else if (AnswerRules.inMemory(body) || method == HttpMethod.HEAD) {
            whole(response);
        } else if (body instanceof Body.File part) {
            PreparedFile prepared = takeFile();
            if (prepared == null) {
                // An answer over the handler's head, or of a handler that ran on the loop.
                core().startOffloaded(new FileTask(part, opened -> send(response, opened)));
            } else {
                send(response, prepared);
            }
        } else if (body instanceof Body.Streaming streaming) {
            StreamTask task = streamTask(response, streaming);
            beginStream(task);
            core().start(task);
        } else if (body instanceof Body.Published published) {
            int window = state.spine().config().limits().writeWindow();
            PublishedStream task = new PublishedStream(sink(), response, published, window);
            beginStream(task);
            task.begin();
        }
    }

    /** Sends a file that was opened away from the loop. */
    private void send(Response response, PreparedFile prepared) {
        if (!awaited()) {
            prepared.close();
        } else if (prepared.channel() == null) {
            answer(serverError());
        } else {
            if (access != null) {
                access.head(response);
            }
            sendFile(response, prepared);
        }
    }

    /** Sends the head of a streamed response, before any of its pieces. */
    private void beginStream(OutgoingStream task) {
        beginAnswer();
        stream = task;
        if (gone || !awaited()) {
            task.peerGone();
        } else {
            if (access != null) {
                access.head(task.response());
            }
            sendHead(task);
        }
    }

    /** Sends an open file as a stream, where the system cannot send it by itself. */
    protected final void stream(Response response, PreparedFile prepared) {
        Body.Streaming copy = new Body.Streaming(prepared::copyTo, prepared.part().length());
        StreamTask task = streamTask(response, copy);
        beginStream(task);
        core().startOffloaded(task);
    }

    private StreamSink sink() {
        return new StreamSink() {
            @Override
            public Core core() {
                return HttpExchange.this.core();
            }

            @Override
            public void piece(OutgoingStream task, byte[] piece) {
                if (awaited()) {
                    bodySent(piece.length);
                    sendPiece(task, piece);
                } else {
                    task.fail();
                }
            }

            @Override
            public void end(OutgoingStream task) {
                streamed(task);
            }

            @Override
            public String id() {
                return HttpExchange.this.id();
            }

            @Override
            public String subject() {
                return describe();
            }
        };
    }

    /** A streamed body has come to its end. */
    private void streamed(OutgoingStream task) {
        if (!current()) {
            return;
        }
        if (task.whole()) {
            sendEnd(task);
        } else {
            breakOff();
        }
    }

    // What the application sees.

    @Override
    public final HttpMethod method() {
        return method;
    }

    @Override
    public final Content content() {
        return content;
    }

    @Override
    public final boolean respond(Response response) {
        if (!open()) {
            return false;
        }
        Response sent = prepared(response);
        if (!claim()) {
            return false;
        }
        core().execute(() -> answer(sent));
        return true;
    }

    /** What is sent as this answer. It never fails: whoever claims an exchange answers it. */
    private Response prepared(Response response) {
        try {
            return finalResponse(settle(response));
        } catch (RuntimeException | Error e) {
            log.error("{} {} failed", id(), describe(), e);
            return serverError();
        }
    }

    @Override
    public final void hints(HttpHeaders fields) {
        Response checked = Response.of(HttpStatus.EARLY_HINTS, fields);
        if (!fields.isEmpty() && open() && earlyHints().add(checked)) {
            core().execute(this::sendHints);
        }
    }

    private EarlyHints earlyHints() {
        synchronized (this) {
            EarlyHints all = hints;
            if (all == null) {
                all = new EarlyHints();
                hints = all;
            }
            return all;
        }
    }

    /** Hints that were given before the answer go before it, however both came to the loop. */
    private void beginAnswer() {
        if (hints != null) {
            sendHints();
        }
        answering = true;
    }

    private void sendHints() {
        EarlyHints all = hints;
        if (all != null && !answering && awaited()) {
            all.each(this::sendHints);
        }
    }

    @Override
    public final boolean open() {
        return claimed == 0 && !gone;
    }

    @Override
    public final void interrupt() {
        core().execute(this::interruptHandler);
    }

    @Override
    public final Timeout schedule(Duration delay, Runnable action) {
        var scheduled = core().eventLoop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public final Timeout onDrain(Runnable action) {
        core().execute(() -> addDrainAction(action));
        return () -> core().execute(() -> removeDrainAction(action));
    }

    @Override
    public final void onEnd(EndAction action) {
        core().execute(() -> addEndAction(action));
    }

    private void addEndAction(EndAction action) {
        if (ended) {
            ExchangeActions.run(this, action, endedWhole);
        } else {
            actions().addAtEnd(action);
        }
    }

    private void addDrainAction(Runnable action) {
        if (state.spine().draining()) {
            action.run();
        } else {
            actions().addAtDrain(action);
        }
    }

    private void removeDrainAction(Runnable action) {
        if (actions != null) {
            actions.removeAtDrain(action);
        }
    }

    private ExchangeActions actions() {
        ExchangeActions all = actions;
        if (all == null) {
            all = new ExchangeActions(this);
            actions = all;
        }
        return all;
    }
}
