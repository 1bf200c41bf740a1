package io.tako.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * An exchange without a socket: made in a test, handed to a router or a handler, asked for the
 * response afterwards. Time stands still until {@link #advance}.
 *
 * <p>Answering and scheduling are thread-safe; the {@code with} methods are for the test's thread,
 * before the exchange is used.
 */
public final class TestExchange implements Exchange {

    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final HttpMethod method;
    private final String target;
    private final String id = "test-" + SEQUENCE.incrementAndGet();
    private final HttpHeaders fields = new HttpHeaders();
    private final HttpHeaders trailers = new HttpHeaders();
    private final TestConnection connection = new TestConnection();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private String authority = "localhost";
    private TestContent content = new TestContent(new byte[0], trailers);
    private Duration clock = Duration.ZERO;
    private final List<Runnable> drainActions = new ArrayList<>();
    private final List<EndAction> endActions = new ArrayList<>();
    private final List<HttpHeaders> hints = new ArrayList<>();
    private boolean draining;
    private long alarmSequence;
    private boolean gone;
    private @Nullable String connectProtocol;
    private @Nullable Response response;
    private @Nullable Thread handlerThread;
    private @Nullable RenderedBody rendered;

    private TestExchange(HttpMethod method, String target) {
        this.method = method;
        this.target = target;
    }

    /** A GET request for the target. */
    public static TestExchange get(String target) {
        return of(HttpMethod.GET, target);
    }

    /** A request for the target. */
    public static TestExchange of(HttpMethod method, String target) {
        return new TestExchange(method, target);
    }

    /** With one more request field. */
    public TestExchange withHeader(String name, String value) {
        fields.add(name, value);
        return this;
    }

    /** As an extended CONNECT to this protocol (RFC 8441 section 4). */
    public TestExchange withConnectProtocol(String protocol) {
        connectProtocol = protocol;
        return this;
    }

    /** With this host in place of {@code localhost}. */
    public TestExchange withAuthority(String host) {
        authority = host;
        return this;
    }

    /**
     * With a body of these bytes, its {@code Content-Length}, and its {@code Content-Type} unless
     * that is the empty string.
     */
    public TestExchange withBody(byte[] bytes, String contentType) {
        fields.remove(HttpHeaders.CONTENT_TYPE);
        if (!contentType.isEmpty()) {
            fields.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        fields.setContentLength(bytes.length);
        content = new TestContent(bytes, trailers);
        return this;
    }

    /** With a UTF-8 body. */
    public TestExchange withBody(String text, String contentType) {
        return withBody(text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /** With a JSON body. */
    public TestExchange withJson(String json) {
        return withBody(json, MediaType.APPLICATION_JSON_VALUE);
    }

    /** With a body whose length is not declared in advance. */
    public TestExchange withChunkedBody(byte[] bytes, String contentType) {
        withBody(bytes, contentType);
        fields.remove(HttpHeaders.CONTENT_LENGTH);
        content.undeclared();
        return this;
    }

    /** With a trailer field, seen once the body was read to its end. */
    public TestExchange withTrailer(String name, String value) {
        trailers.add(name, value);
        return this;
    }

    /** As if sent from this address. */
    public TestExchange withRemoteAddress(SocketAddress address) {
        connection.remoteAddress(address);
        return this;
    }

    /** As if sent from this IP address, which is not looked up. */
    public TestExchange withRemoteAddress(String ip) {
        return withRemoteAddress(new InetSocketAddress(ip, 50_000));
    }

    /** As if sent over TLS. */
    public TestExchange withTls(Connection.Tls tls) {
        connection.tls(tls);
        return this;
    }

    /** A request of this exchange that no route matched. */
    public Request request() {
        return request(RouterSettings.defaults());
    }

    /** A request of this exchange that no route matched, under the given settings. */
    public Request request(RouterSettings settings) {
        return Request.unmatched(this, settings);
    }

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public @Nullable String connectProtocol() {
        return connectProtocol;
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public @Nullable String header(String name) {
        return fields.getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name, List.of());
    }

    @Override
    public HttpHeaders headers() {
        return HttpHeaders.readOnlyHttpHeaders(fields);
    }

    @Override
    public Content content() {
        return content;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized boolean respond(Response answer) {
        if (!open()) {
            return false;
        }
        response = answer;
        return true;
    }

    @Override
    public synchronized void hints(HttpHeaders ahead) {
        if (open()) {
            hints.add(HttpHeaders.readOnlyHttpHeaders(ahead));
        }
    }

    /** The fields that were sent ahead of the answer, in their order. */
    public synchronized List<HttpHeaders> hints() {
        return List.copyOf(hints);
    }

    @Override
    public synchronized boolean open() {
        return response == null && !gone;
    }

    /** As if the peer had left: nothing more is sent, and bodies end in an exception. */
    public synchronized TestExchange disconnect() {
        gone = true;
        content.disconnect();
        return this;
    }

    /** Names the thread {@link #interrupt} interrupts. */
    public synchronized TestExchange runOn(Thread thread) {
        handlerThread = thread;
        return this;
    }

    @Override
    public synchronized void interrupt() {
        if (handlerThread != null) {
            handlerThread.interrupt();
        }
    }

    @Override
    public synchronized Timeout schedule(Duration delay, Runnable action) {
        Alarm alarm = new Alarm(clock.plus(delay), alarmSequence++, action);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    @Override
    public synchronized Timeout onDrain(Runnable action) {
        if (draining) {
            action.run();
        } else {
            drainActions.add(action);
        }
        return () -> forget(action);
    }

    @Override
    public synchronized void onEnd(EndAction action) {
        endActions.add(action);
    }

    /** Ends the exchange: runs what waits for that on the calling thread. */
    public void end(boolean whole) {
        List<EndAction> due;
        synchronized (this) {
            due = List.copyOf(endActions);
            endActions.clear();
        }
        due.forEach(action -> action.ended(whole));
    }

    private synchronized void forget(Runnable action) {
        drainActions.remove(action);
    }

    /** Lets the server begin to drain: runs what waits for that on the calling thread. */
    public void drain() {
        List<Runnable> due;
        synchronized (this) {
            draining = true;
            due = List.copyOf(drainActions);
            drainActions.clear();
        }
        due.forEach(Runnable::run);
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** Lets time pass and runs, on the calling thread and in order, what becomes due. */
    public TestExchange advance(Duration time) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            clock = clock.plus(time);
            while (!alarms.isEmpty() && alarms.peek().at().compareTo(clock) <= 0) {
                due.add(alarms.remove().action());
            }
        }
        due.forEach(Runnable::run);
        return this;
    }

    /** How many actions still wait for their time. */
    public synchronized int scheduled() {
        return alarms.size();
    }

    /** The answer. */
    public synchronized Response response() {
        if (response == null) {
            throw new AssertionError(method + " " + target + " has not been answered");
        }
        return response;
    }

    /** The answer's body; a streaming body is run, once, on the calling thread. */
    public byte[] body() throws Exception {
        return rendered().bytes();
    }

    /** The answer's body as UTF-8 text. */
    public String bodyText() throws Exception {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** How often a streaming body was flushed. */
    public int flushes() throws Exception {
        return rendered().flushes();
    }

    private RenderedBody rendered() throws Exception {
        RenderedBody done = rendered;
        if (done == null) {
            done = RenderedBody.of(response().body());
            rendered = done;
        }
        return done;
    }

    /** Renders any body as a transport would, on the calling thread. */
    public static byte[] render(Body body) throws Exception {
        return RenderedBody.of(body).bytes();
    }

    private record Alarm(Duration at, long order, Runnable action) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
