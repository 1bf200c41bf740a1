package io.tako.transport.http1;

import io.netty.handler.codec.http.HttpRequest;
import io.tako.http.Body;
import io.tako.http.ClientGoneException;
import io.tako.http.Connection;
import io.tako.http.Content;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Endpoint;
import io.tako.routing.Match;
import io.tako.runtime.Core;
import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.support.Netty4HeadersAdapter;

/**
 * One HTTP/1.1 request and its answer. Made and finished on the event loop, handled where the
 * route's plan says.
 */
final class Http1Exchange extends HandlerTask implements Exchange {

    private static final AtomicIntegerFieldUpdater<Http1Exchange> CLAIMED =
            AtomicIntegerFieldUpdater.newUpdater(Http1Exchange.class, "claimed");

    private final Http1Connection connection;
    private final HttpRequest wire;
    private final RequestFraming framing;
    private final HttpMethod method;
    private final RequestLine line;
    private final Endpoint endpoint;
    private final Request request;
    private final long sequence;
    private Content content = ArrivedBody.NONE;
    private @Nullable HttpHeaders headers;
    private @Nullable Response result;
    private @Nullable PreparedFile file;
    private volatile int claimed;
    private volatile boolean gone;
    private @Nullable StreamTask stream;
    private final List<Runnable> drainActions = new ArrayList<>(0);

    Http1Exchange(
            Http1Connection connection,
            HttpRequest wire,
            RequestFraming framing,
            RequestLine line,
            long sequence) {
        this.connection = connection;
        this.wire = wire;
        this.framing = framing;
        this.line = line;
        this.sequence = sequence;
        this.method = HttpMethod.valueOf(wire.method().name());
        Match match = connection.spine().router().match(method, line.path());
        this.endpoint = match.endpoint();
        this.request = match.request(this, line.path(), line.query());
    }

    // For the connection, on the event loop.

    Endpoint endpoint() {
        return endpoint;
    }

    RequestFraming framing() {
        return framing;
    }

    void content(Content body) {
        this.content = body;
    }

    @Nullable IncomingBody incoming() {
        return content instanceof IncomingBody body ? body : null;
    }

    @Nullable StreamTask stream() {
        return stream;
    }

    /** Takes the right to answer; only the first caller gets it. */
    boolean claim() {
        return CLAIMED.compareAndSet(this, 0, 1);
    }

    /** The peer has left: whatever waits for it is told. */
    void peerGone() {
        gone = true;
        if (content instanceof IncomingBody body) {
            body.fail(new ClientGoneException("the peer left before the body was complete"));
        }
        if (stream != null) {
            stream.peerGone();
        }
        interruptHandler();
    }

    void interruptHandler() {
        Thread handler = thread();
        if (handler != null) {
            handler.interrupt();
        }
    }

    // The handler's run.

    @Override
    protected void handle() {
        Response response = endpoint.run(request);
        result = response;
        if (!Thread.currentThread().isVirtual() || ResponseFlow.bodyless(this, response)) {
            return;
        }
        switch (response.body()) {
            case Body.Streaming streaming -> {
                if (claim()) {
                    StreamTask task = new StreamTask(this, response, streaming, connection);
                    connection.core().execute(() -> beginStream(task));
                    task.write();
                }
            }
            case Body.File part -> file = PreparedFile.open(part);
            case Body.Bytes bytes -> {}
            case Body.Empty empty -> {}
        }
    }

    /** Sends the head of a streamed response. On the event loop, before any of its pieces. */
    void beginStream(StreamTask task) {
        stream = task;
        if (gone) {
            task.peerGone();
        } else {
            connection.responses().beginStream(this, task);
        }
    }

    @Override
    protected void completed() {
        connection.handled(this);
    }

    @Nullable Response result() {
        return result;
    }

    @Nullable PreparedFile takeFile() {
        PreparedFile prepared = file;
        file = null;
        return prepared;
    }

    @Override
    protected String describe() {
        return endpoint.describe();
    }

    @Override
    protected ExecutionProfile profile() {
        return connection.spine().profile(endpoint);
    }

    // What the application sees.

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public String target() {
        return wire.uri();
    }

    @Override
    public String authority() {
        if (line.authority() != null) {
            return line.authority();
        }
        return framing.host == null ? "" : framing.host;
    }

    @Override
    public @Nullable String header(String name) {
        return wire.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return wire.headers().getAll(name);
    }

    @Override
    public HttpHeaders headers() {
        if (headers == null) {
            headers =
                    HttpHeaders.readOnlyHttpHeaders(
                            new HttpHeaders(new Netty4HeadersAdapter(wire.headers())));
        }
        return headers;
    }

    @Override
    public Content content() {
        return content;
    }

    @Override
    public Connection connection() {
        return connection.facts();
    }

    @Override
    public String id() {
        return Long.toString(connection.facts().id(), 36) + "-" + Long.toString(sequence, 36);
    }

    @Override
    public boolean respond(Response response) {
        if (gone || !claim()) {
            return false;
        }
        Core core = connection.core();
        core.execute(() -> connection.responses().answer(this, response));
        return true;
    }

    @Override
    public boolean open() {
        return claimed == 0 && !gone;
    }

    @Override
    public void interrupt() {
        connection.core().execute(this::interruptHandler);
    }

    @Override
    public Timeout schedule(Duration delay, Runnable action) {
        var scheduled =
                connection
                        .core()
                        .eventLoop()
                        .schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public Timeout onDrain(Runnable action) {
        Core core = connection.core();
        core.execute(
                () -> {
                    if (connection.spine().draining()) {
                        action.run();
                    } else {
                        drainActions.add(action);
                    }
                });
        return () -> core.execute(() -> drainActions.remove(action));
    }

    /** The server drains: what waits for that is told. On the event loop. */
    void drain() {
        List<Runnable> due = List.copyOf(drainActions);
        drainActions.clear();
        due.forEach(Runnable::run);
    }
}
