package io.tako.contracts.http1;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpTimeouts;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/**
 * How HTTP/1.1 bounds what a peer may ask for and how long it may keep the server waiting. Timeouts
 * are short, and no test asserts how long one took.
 */
@EveryBackEnd
final class Http1LimitsContract extends ServerContract {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n";

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Semaphore mayGo = new Semaphore(0);
    private final AtomicInteger handled = new AtomicInteger();

    Http1LimitsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        close();
    }

    private RawClient start(HttpLimits limits, HttpTimeouts timeouts) throws IOException {
        run(RunningServer.start(kind, io, 1, limits, timeouts, routes()));
        return client();
    }

    private RawClient client() throws IOException {
        return RawClient.connect(server().port());
    }

    private RawClient start(HttpLimits limits) throws IOException {
        return start(limits, HttpTimeouts.defaults());
    }

    /** A limit of zero is none. */
    private static HttpLimits limits(int connections, int concurrent, int perConnection) {
        return new HttpLimits(
                8192, 8192, connections, concurrent, perConnection, 1024, 65_536, 65_536, 65_536);
    }

    private static HttpTimeouts timeouts(
            Duration head, Duration idle, Duration body, Duration write) {
        return new HttpTimeouts(head, idle, body, write);
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "answer " + handled.incrementAndGet()))
                        .get("/wait", handle(this::waitForLeave))
                        .get(
                                "/endless",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::endless)))
                        .get(
                                "/large",
                                handle(() -> Response.bytes(new byte[64 << 20], "text/plain")))
                        .post("/bytes", handle(bytes(), body -> "read " + body.length))
                        .post(
                                "/stream",
                                request ->
                                        Response.text(
                                                "read "
                                                        + request.content().stream()
                                                                .readAllBytes()
                                                                .length))
                        .post("/unread", handle(() -> "not read"));
    }

    private String waitForLeave() throws InterruptedException {
        events.add("waiting");
        try {
            mayGo.acquire();
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
        return "went " + handled.incrementAndGet();
    }

    private void endless(BodyWriter out) throws Exception {
        try {
            while (true) {
                out.write(new byte[16 * 1024]);
            }
        } catch (Exception e) {
            events.add("ended");
            throw e;
        }
    }

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    /** Returns once the server has no connection any more. */
    private void awaitNoConnection() {
        Waiting.until(() -> server().server().openConnections(), 0);
    }

    // Timeouts.

    @Test
    void aHeadThatDripsIsAnswered408() throws Exception {
        Duration none = Duration.ZERO;
        try (RawClient client = start(HttpLimits.defaults(), timeouts(SHORT, none, none, none))) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nX: ");
            while (client.in().available() == 0) {
                client.send("a");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            assertTimeout(client.reply());
            assertThat(client.closed()).isTrue();
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void aRequestLineThatStopsIsAnswered408OnAConnectionThatHasServed() throws Exception {
        Duration none = Duration.ZERO;
        try (RawClient client = start(HttpLimits.defaults(), timeouts(SHORT, none, none, none))) {
            assertThat(client.send(GET).reply().status()).isEqualTo(200);
            client.send("GE");
            assertTimeout(client.reply());
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosedInSilence() throws Exception {
        Duration none = Duration.ZERO;
        try (RawClient client = start(HttpLimits.defaults(), timeouts(SHORT, none, none, none))) {
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsClosedInSilence() throws Exception {
        Duration none = Duration.ZERO;
        try (RawClient client = start(HttpLimits.defaults(), timeouts(none, SHORT, none, none))) {
            assertThat(client.send(GET).reply().status()).isEqualTo(200);
            assertThat(client.closed()).isTrue();
        }
        awaitNoConnection();
    }

    @Test
    void aSlowHandlerIsNotIdle() throws Exception {
        try (RawClient client =
                start(HttpLimits.defaults(), timeouts(Duration.ZERO, SHORT, SHORT, SHORT))) {
            client.send(WAIT);
            assertEvent("waiting");
            LockSupport.parkNanos(SHORT.multipliedBy(3).toNanos());
            mayGo.release();
            assertThat(client.reply().text()).isEqualTo("went 1");
        }
    }

    @Test
    void aBodyThatStopsIsAnswered408() throws Exception {
        Duration none = Duration.ZERO;
        HttpTimeouts timeouts = timeouts(none, none, SHORT, none);
        try (RawClient client = start(HttpLimits.defaults(), timeouts)) {
            client.send(post("/bytes", "Content-Length: 10") + "hel");
            assertTimeout(client.reply());
            assertThat(client.closed()).isTrue();
        }
        try (RawClient client = client()) {
            client.send(post("/stream", "Transfer-Encoding: chunked") + "5\r\nhel");
            assertTimeout(client.reply());
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aBodyThatNobodyReadsMustComeInTimeToo() throws Exception {
        Duration none = Duration.ZERO;
        HttpTimeouts timeouts = timeouts(none, none, SHORT, none);
        try (RawClient client = start(HttpLimits.defaults(), timeouts)) {
            client.send(post("/unread", "Content-Length: 10") + "hel");
            assertThat(client.reply().text()).isEqualTo("not read");
            assertThat(client.closed()).isTrue();
        }
        awaitNoConnection();
    }

    @Test
    void aPeerThatTakesNothingOfAStreamIsCutAndItsHandlerEnds() throws Exception {
        Duration none = Duration.ZERO;
        start(HttpLimits.defaults(), timeouts(none, none, none, SHORT)).close();
        try (RawClient client = RawClient.connectSlow(server().port(), 4096)) {
            client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEvent("ended");
            awaitNoConnection();
            assertThat(client.in()).isNotNull();
        }
    }

    @Test
    void aPeerThatTakesNothingOfALargeAnswerIsCut() throws Exception {
        Duration none = Duration.ZERO;
        start(HttpLimits.defaults(), timeouts(none, none, none, SHORT)).close();
        try (RawClient client = RawClient.connectSlow(server().port(), 4096)) {
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.in().read()).isEqualTo('H');
            awaitNoConnection();
        }
    }

    private static void assertTimeout(RawClient.Reply reply) {
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
    }

    private static String post(String path, String framing) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n";
    }

    // Limits.

    @Test
    void aSmallerLimitOfTheRequestLineIsKept() throws Exception {
        HttpLimits small = new HttpLimits(64, 100, 0, 0, 0, 1024, 1024, 1024, 1024);
        try (RawClient client = start(small)) {
            client.send("GET /" + "a".repeat(80) + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(414);
        }
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(100) + "\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(431);
        }
        try (RawClient client = client()) {
            assertThat(client.send(GET).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void oneConnectionTooManyIsAnswered503() throws Exception {
        try (RawClient first = start(limits(1, 0, 0))) {
            assertThat(first.send(GET).reply().status()).isEqualTo(200);
            try (RawClient second = client()) {
                RawClient.Reply reply = second.reply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.field("retry-after")).isEqualTo("1");
                assertThat(reply.field("connection")).isEqualTo("close");
                assertThat(second.closed()).isTrue();
            }
            assertThat(first.send(GET).reply().status()).isEqualTo(200);
        }
        awaitNoConnection();
        try (RawClient third = client()) {
            assertThat(third.send(GET).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void oneRequestTooManyIsAnswered503AndTheConnectionLives() throws Exception {
        try (RawClient first = start(limits(0, 1, 0));
                RawClient second = client()) {
            first.send(WAIT);
            assertEvent("waiting");
            RawClient.Reply refused = second.send(GET).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("retry-after")).isEqualTo("1");
            second.send(post("/bytes", "Content-Length: 5") + "hello");
            assertThat(second.reply().status()).isEqualTo(503);
            mayGo.release();
            assertThat(first.reply().text()).isEqualTo("went 1");
            assertThat(second.send(GET).reply().text()).isEqualTo("answer 2");
        }
    }

    @Test
    void theLastRequestOfAConnectionSaysSo() throws Exception {
        try (RawClient client = start(limits(0, 0, 3))) {
            client.send(GET.repeat(4));
            assertThat(client.reply().field("connection")).isEmpty();
            assertThat(client.reply().field("connection")).isEmpty();
            assertThat(client.reply().field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
        assertThat(handled).hasValue(3);
    }

    @Test
    void pipelinedRequestsKeepTheirOrderHoweverSlowlyTheyAreHandled() throws Exception {
        try (RawClient client = start(limits(0, 0, 0))) {
            client.send(WAIT.repeat(200));
            for (int i = 1; i <= 200; i++) {
                assertEvent("waiting");
                // One at a time: the next is not begun before this one is answered.
                assertThat(events).isEmpty();
                mayGo.release();
                assertThat(client.reply().text()).isEqualTo("went " + i);
            }
        }
    }

    @Test
    void readingStopsAtTheCapOfPipelinedBytes() throws Exception {
        start(limits(0, 0, 0)).close();
        try (SocketChannel peer = SocketChannel.open(server().server().localAddress("primary"))) {
            peer.configureBlocking(false);
            byte[] one = WAIT.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(sentUntilStuck(peer, one, 256L << 20)).isLessThan(256L << 20);
            assertEvent("waiting");
            assertThat(events).isEmpty();
        }
    }

    /** Sends copies of the bytes until the peer takes no more, or so many bytes have gone. */
    private static long sentUntilStuck(SocketChannel peer, byte[] copy, long most)
            throws IOException {
        ByteBuffer many = ByteBuffer.allocate(copy.length * 1000);
        long sent = 0;
        for (int stuck = 0; stuck < 50 && sent < most; ) {
            if (!many.hasRemaining() || sent == 0) {
                many.clear();
                for (int i = 0; i < 1000; i++) {
                    many.put(copy);
                }
                many.flip();
            }
            int taken = peer.write(many);
            sent += taken;
            stuck = taken == 0 ? stuck + 1 : 0;
            if (taken == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        return sent;
    }

    @Test
    void aLengthTooLargeIsAnswered413BeforeTheBodyComes() throws Exception {
        try (RawClient client = start(HttpLimits.defaults())) {
            client.send(post("/bytes", "Content-Length: 5000000000"));
            assertTooLarge(client);
        }
    }

    @Test
    void chunksTooLargeAreAnswered413BeforeTheyEnd() throws Exception {
        try (RawClient client = start(HttpLimits.defaults())) {
            client.send(post("/bytes", "Transfer-Encoding: chunked"));
            String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
            int sent = 0;
            try {
                while (client.in().available() == 0 && sent < 4000) {
                    client.send(chunk);
                    sent++;
                }
            } catch (SocketException ended) {
                // The answer can still be read.
            }
            assertThat(sent).isLessThan(4000);
            assertTooLarge(client);
        }
    }

    private static void assertTooLarge(RawClient client) throws IOException {
        RawClient.Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void anUnreadBodyIsPassedOverWhenItIsSmallAndEndsTheConnectionWhenNot() throws Exception {
        try (RawClient client = start(limits(0, 0, 0))) {
            client.send(post("/unread", "Content-Length: 65536"));
            assertThat(client.reply().field("connection")).isEmpty();
            client.send("x".repeat(65_536) + GET);
            assertThat(client.reply().text()).isEqualTo("answer 1");
            client.send(post("/unread", "Content-Length: 65537"));
            assertThat(client.reply().field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void anUnreadBodyOfUnknownLengthEndsTheConnection() throws Exception {
        try (RawClient client = start(limits(0, 0, 0))) {
            client.send(post("/unread", "Transfer-Encoding: chunked"));
            assertThat(client.reply().field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }
}
