package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.ProxyBytes;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.contracts.servers.RunningServer;
import io.tako.contracts.servers.RunningTcp;
import io.tako.contracts.tls.ClientHello;
import io.tako.contracts.websocket.Http2WebSocket;
import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.http.TrustedProxies;
import io.tako.routing.Router;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.TcpConnection;
import io.tako.transport.CoreCounts;
import io.tako.transport.HttpService;
import io.tako.transport.ListenerCounts;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.TcpOptions;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener counts comes out even, on every runtime and every I/O back end: when nothing is
 * there any more the counts are zero, its limits let in as many as before, and no more.
 */
@EveryBackEnd
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CountsContract extends ServerContract {

    private static final Logger log = LoggerFactory.getLogger(CountsContract.class);
    private static final int CONNECTIONS = 12;
    private static final int REQUESTS = 2;
    private static final int VISITS = 60;
    private static final int PAIRS = 60;
    private static final int CANCEL = 8;

    /** On io_uring a reset that comes with the first bytes is noticed when these are over. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final HttpTimeouts TIMEOUTS = new HttpTimeouts(SOON, SOON, SOON, SOON);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] PROXIED =
            ProxyBytes.line("PROXY TCP4 192.0.2.7 192.0.2.80 50000 443");

    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger held = new AtomicInteger();
    private int made;
    private final Queue<Exchange> heldElsewhere = new ConcurrentLinkedQueue<>();

    CountsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        gate.release(1_000);
        close();
    }

    /** A peer that comes, does something, and leaves; whatever it is answered. */
    @FunctionalInterface
    private interface Visit {
        void pay() throws Exception;
    }

    private void start(UnaryOperator<HttpListenerConfig> settings) {
        Router router =
                RunningServer.router(
                        routes ->
                                routes.get("/", handle(() -> "hello"))
                                        .get("/hold", handle(this::hold))
                                        .get("/stubborn", handle(this::stayOn))
                                        .ws("/socket", socket -> socket.receive()));
        HttpLimits limits =
                HttpLimits.defaults()
                        .withMaxConnections(CONNECTIONS)
                        .withMaxConcurrentRequests(REQUESTS);
        run(
                RunningServer.start(
                        kind,
                        io,
                        2,
                        listener ->
                                settings.apply(
                                        listener.withHttp2(Http2Config.on())
                                                .withLimits(limits)
                                                .withTimeouts(TIMEOUTS)),
                        HttpService.of(router, this::answer)));
    }

    private String hold() throws InterruptedException {
        held.incrementAndGet();
        gate.acquire();
        return "held";
    }

    /** Not to be interrupted. */
    private String stayOn() {
        held.incrementAndGet();
        gate.acquireUninterruptibly();
        return "held";
    }

    /** The door beside the router's. */
    private void answer(Exchange exchange) {
        if (exchange.target().startsWith("/other/hold")) {
            heldElsewhere.add(exchange);
            held.incrementAndGet();
        } else {
            exchange.respond(Response.text("other"));
        }
    }

    private void release() {
        gate.release(REQUESTS);
        for (Exchange one = heldElsewhere.poll(); one != null; one = heldElsewhere.poll()) {
            one.respond(Response.text("held"));
        }
        held.set(0);
    }

    private ListenerCounts counts() {
        return server().server().counts(ListenerConfig.PRIMARY);
    }

    private void awaitNothing() {
        Waiting.until(() -> counts().connections(), 0);
        Waiting.until(() -> counts().requests(), 0);
        CoreCounts cores =
                server().server().coreCounts().stream().reduce(CoreCounts.NONE, CoreCounts::plus);
        assertThat(cores.connections()).isZero();
        assertThat(cores.active()).isZero();
    }

    /** In an order of the seed, with more of them there at times than may be. */
    private void visit(int seed, List<Visit> visits) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < VISITS; i++) {
            try {
                made++;
                visits.get(random.nextInt(visits.size())).pay();
            } catch (IOException e) {
                log.debug("It was refused, or had ended before it was told so", e);
            }
            release();
        }
        // Who has left may not have been seen yet.
        Waiting.until(() -> counts().accepted(), made);
        Waiting.until(
                () -> {
                    release();
                    return counts().requests() == 0;
                });
        gate.drainPermits();
        awaitNothing();
    }

    // Clear text.

    private void http1(String bytes, boolean reset) throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            client.send(bytes);
            if (reset) {
                client.reset();
            }
        }
    }

    private void answered(String bytes) throws IOException {
        assertThat(status(bytes)).isPositive();
    }

    private int status(String bytes) throws IOException {
        try (RawClient client = RawClient.connect(port())) {
            return client.send(bytes).reply().status();
        }
    }

    private void http2(Http2Bytes frames, boolean reads) throws IOException {
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(frames);
            if (reads) {
                client.reply(1);
            }
        }
    }

    private static Http2Bytes pairs(String method, String path) {
        Http2Bytes frames = Http2Bytes.frames();
        for (int i = 0; i < PAIRS; i++) {
            int stream = 2 * i + 1;
            frames.headers(stream, method.equals("GET"), Http2Bytes.request(method, path));
            frames.reset(stream, CANCEL);
        }
        return frames;
    }

    private List<Visit> clearText() {
        String upgrade =
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
        String expectation = "POST / HTTP/1.1\r\nHost: h\r\nExpect: x\r\nContent-Length: 9\r\n\r\n";
        String body = "POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nfour";
        List<Visit> visits = new ArrayList<>();
        for (String bytes :
                List.of(
                        "",
                        "G",
                        "GET / HTTP/1.1\r\nHo",
                        GET,
                        GET.repeat(20),
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n",
                        "GET /other/hold HTTP/1.1\r\nHost: h\r\n\r\n",
                        body,
                        expectation,
                        upgrade,
                        upgrade + Http2Bytes.PREFACE,
                        RawWebSocket.handshake("/socket") + "\r\n",
                        Http2Bytes.PREFACE.substring(0, 9),
                        Http2Bytes.PREFACE)) {
            visits.add(() -> http1(bytes, false));
            visits.add(() -> http1(bytes, true));
        }
        visits.add(() -> answered(GET));
        visits.add(() -> answered(GET.replace("/ ", "/other ")));
        visits.add(() -> answered(expectation));
        visits.add(() -> answered(upgrade));
        visits.add(() -> RawWebSocket.open(port(), "/socket").close());
        visits.add(
                () -> {
                    try (RawWebSocket socket = RawWebSocket.open(port(), "/socket")) {
                        socket.sendClose(1000, "").readClose();
                    }
                });
        visits.add(() -> http2(Http2Bytes.frames().get(1, "/"), true));
        visits.add(() -> http2(Http2Bytes.frames().get(1, "/other"), true));
        visits.add(() -> http2(Http2Bytes.frames().get(1, "/hold"), false));
        visits.add(() -> http2(Http2Bytes.frames().get(1, "/other/hold"), false));
        visits.add(() -> http2(Http2Bytes.frames().post(1, "/other"), false));
        visits.add(() -> http2(Http2Bytes.frames().post(1, "/", "expect", "x"), true));
        visits.add(() -> http2(pairs("POST", "/other"), false));
        visits.add(() -> http2(pairs("GET", "/hold"), false));
        visits.add(
                () -> {
                    try (Http2Client client = Http2Client.connect(port())) {
                        Http2WebSocket.open(client, 1, "/socket");
                    }
                });
        visits.add(this::crowd);
        return visits;
    }

    /** More than may be there, so that some are refused. */
    private void crowd() throws IOException {
        List<RawClient> crowd = new ArrayList<>();
        try {
            made += CONNECTIONS + 2;
            for (int i = 0; i < CONNECTIONS + 3; i++) {
                crowd.add(RawClient.connect(port()));
            }
            for (RawClient one : crowd) {
                one.send(GET);
            }
        } finally {
            for (RawClient one : crowd) {
                one.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noTrafficInClearTextLeavesAnythingCounted(int seed) throws Exception {
        start(listener -> listener);
        visit(seed, clearText());
        assertExactlyTheLimitIsLetIn(() -> RawClient.connect(port()));
        awaitNothing();
    }

    /** Makes a connection that may send a request. */
    @FunctionalInterface
    private interface Door {
        RawClient open() throws IOException;
    }

    /** How many connections are served at once is what the limit says, neither more nor fewer. */
    private void assertExactlyTheLimitIsLetIn(Door door) throws IOException {
        List<RawClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawClient client = door.open();
                all.add(client);
                assertThat(client.send(GET).reply().status()).isEqualTo(200);
            }
            assertThat(counts().connections()).isEqualTo(CONNECTIONS);
            assertThat(isRefused(door)).isTrue();
        } finally {
            for (RawClient one : all) {
                one.close();
            }
        }
    }

    private static boolean isRefused(Door door) {
        try (RawClient client = door.open()) {
            return client.send(GET).reply().status() == 503;
        } catch (IOException closed) {
            return true;
        }
    }

    // TLS, and what is before any protocol.

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noTrafficOverTlsLeavesAnythingCounted(int seed) throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("localhost").material());
        SSLContext trusting = authority.clientContext(null);
        SSLContext suspicious = TestAuthority.create("Another").clientContext(null);
        start(listener -> listener.withTls(tls));
        byte[] hello = ClientHello.of(0x0303);
        List<Visit> visits = new ArrayList<>();
        for (int length : new int[] {0, 1, 6, hello.length}) {
            for (boolean reset : new boolean[] {false, true}) {
                visits.add(
                        () -> {
                            try (RawClient client = RawClient.connect(port())) {
                                client.send(java.util.Arrays.copyOf(hello, length));
                                if (reset) {
                                    client.reset();
                                }
                            }
                        });
            }
        }
        visits.add(() -> answered(GET));
        visits.add(() -> TlsPeer.connect(suspicious, port(), "localhost").close());
        visits.add(() -> TlsPeer.connect(trusting, port(), "localhost").close());
        visits.add(() -> TlsPeer.connect(trusting, port(), "localhost", "TLSv1.2").close());
        visits.add(
                () -> {
                    try (TlsPeer peer = TlsPeer.connect(trusting, port(), "localhost")) {
                        peer.http().send(GET).reply();
                    }
                });
        visits.add(
                () -> {
                    try (TlsPeer peer = TlsPeer.connect(trusting, port(), "localhost")) {
                        RawWebSocket.open(peer.http(), "/socket");
                    }
                });
        visits.add(
                () -> {
                    try (TlsPeer peer = TlsPeer.connect(trusting, port(), "localhost")) {
                        peer.http().send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
                    }
                });
        visits.add(this::crowd);
        visit(seed, visits);
        assertExactlyTheLimitIsLetIn(() -> TlsPeer.connect(trusting, port(), "localhost").http());
        awaitNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noTrafficBehindAProxyLeavesAnythingCounted(int seed) throws Exception {
        TrustedProxies trusted = TrustedProxies.of(List.of("127.0.0.0/8", "::1"));
        ProxyConfig proxy =
                ProxyConfig.of(ProxyConfig.Mode.REQUIRED, trusted).withHeaderTimeout(SOON);
        start(listener -> listener.withProxy(proxy));
        List<Visit> visits = new ArrayList<>();
        for (int length : new int[] {0, 1, 8, PROXIED.length}) {
            for (boolean reset : new boolean[] {false, true}) {
                visits.add(
                        () -> {
                            try (RawClient client = RawClient.connect(port())) {
                                client.send(java.util.Arrays.copyOf(PROXIED, length));
                                if (reset) {
                                    client.reset();
                                }
                            }
                        });
            }
        }
        visits.add(() -> answered(GET));
        visits.add(() -> answered("PROXY NONSENSE\r\n"));
        visits.add(() -> proxied().send(GET).close());
        visits.add(
                () -> {
                    try (RawClient client = proxied()) {
                        client.send(GET).reply();
                    }
                });
        visits.add(
                () -> {
                    try (RawClient client = proxied()) {
                        RawWebSocket.open(client, "/socket");
                    }
                });
        visits.add(this::crowd);
        visit(seed, visits);
        assertExactlyTheLimitIsLetIn(this::proxied);
        awaitNothing();
    }

    private RawClient proxied() throws IOException {
        return RawClient.connect(port()).send(PROXIED);
    }

    // Raw TCP.

    @Test
    void noTrafficOfRawTcpLeavesAnythingCounted() throws Exception {
        try (RunningTcp tcp =
                RunningTcp.start(
                        kind,
                        io,
                        2,
                        listener ->
                                listener.withOptions(
                                        TcpOptions.defaults().withMaxConnections(CONNECTIONS)),
                        DrainConfig.defaults(),
                        CountsContract::echo)) {
            Random random = new Random(1);
            for (int i = 0; i < VISITS; i++) {
                List<RawClient> crowd = new ArrayList<>();
                for (int j = random.nextInt(2 * CONNECTIONS); j >= 0; j--) {
                    made++;
                    crowd.add(RawClient.connect(tcp.port()));
                }
                for (RawClient one : crowd) {
                    try (one) {
                        leave(one, random.nextInt(4));
                    } catch (IOException e) {
                        log.debug("It was refused", e);
                    }
                }
            }
            Waiting.until(() -> tcp.counts().accepted(), made);
            Waiting.until(() -> tcp.counts().connections(), 0);
            List<RawClient> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(RawClient.connect(tcp.port()));
            }
            Waiting.until(() -> tcp.counts().connections(), CONNECTIONS);
            long refused = tcp.counts().refusedConnections();
            try (RawClient tooMany = RawClient.connect(tcp.port())) {
                assertThat(tooMany.closed()).isTrue();
            }
            assertThat(tcp.counts().refusedConnections()).isEqualTo(refused + 1);
            for (RawClient one : all) {
                one.close();
            }
            Waiting.until(() -> tcp.counts().connections(), 0);
        }
    }

    private static void echo(TcpConnection connection) throws IOException {
        byte[] read = connection.read();
        if (read != null) {
            connection.write(read);
        }
    }

    private static void leave(RawClient client, int way) throws IOException {
        switch (way) {
            case 0 -> client.reset();
            case 1 -> client.halfClose();
            case 2 -> client.send("x");
            default -> {}
        }
    }

    // Requests.

    /**
     * Whatever was counted before: requests that were refused, that were reset before they were
     * handled, or that were answered without being.
     */
    @ParameterizedTest
    @CsvSource({"http/1.1,/hold", "http/1.1,/other/hold", "h2,/hold", "h2,/other/hold"})
    void noMoreRequestsAreHandledAtOnceThanMayBe(String version, String path) throws Exception {
        start(listener -> listener);
        String door = path.replace("/hold", "").isEmpty() ? "/" : "/other";
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(pairs("POST", door).post(2 * PAIRS + 1, door, "expect", "x"));
            assertThat(client.reply(2 * PAIRS + 1).status()).isEqualTo(417);
        }
        for (int round = 0; round < 3; round++) {
            if (version.equals("h2")) {
                assertLimitOverHttp2(path);
            } else {
                assertLimitOverHttp1(path);
            }
            awaitNothing();
        }
    }

    private void assertLimitOverHttp1(String path) throws IOException {
        List<RawClient> all = new ArrayList<>();
        String request = GET.replace("/ ", path + " ");
        try {
            for (int i = 1; i <= 10; i++) {
                RawClient client = RawClient.connect(port()).send(request);
                all.add(client);
                if (i <= REQUESTS) {
                    Waiting.until(held::get, i);
                } else {
                    assertThat(client.reply().status()).isEqualTo(503);
                }
            }
            assertThat(held).hasValue(REQUESTS);
            release();
            for (RawClient client : all.subList(0, REQUESTS)) {
                assertThat(client.reply().text()).isEqualTo("held");
            }
        } finally {
            for (RawClient one : all) {
                one.close();
            }
        }
    }

    private void assertLimitOverHttp2(String path) throws IOException {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2Bytes frames = Http2Bytes.frames();
            for (int stream = 1; stream < 20; stream += 2) {
                frames.get(stream, path);
            }
            client.send(frames);
            for (int stream = 2 * REQUESTS + 1; stream < 20; stream += 2) {
                assertThat(client.reply(stream).status()).isEqualTo(503);
            }
            Waiting.until(held::get, REQUESTS);
            release();
            for (int answered = 0; answered < REQUESTS; ) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                if (frame.type() == Http2Bytes.HEADERS) {
                    assertThat(client.fields(frame)).containsEntry(":status", "200");
                    answered++;
                }
            }
        }
    }

    /** Nor while a handler is still at work for a peer that has left. */
    @Test
    void aPeerThatLeavesMakesNoRoomWhileItsHandlerIsAtWork() throws Exception {
        start(listener -> listener);
        try (Http2Client client = Http2Client.connect(port())) {
            client.send(Http2Bytes.frames().get(1, "/stubborn").get(3, "/stubborn"));
            Waiting.until(held::get, REQUESTS);
            client.send(Http2Bytes.frames().reset(1, CANCEL).reset(3, CANCEL).get(5, "/other"));
            assertThat(client.reply(5).status()).isEqualTo(503);
            Waiting.until(() -> counts().requests(), 0);
        }
        release();
        Waiting.until(() -> assertThat(status(GET)).isEqualTo(200));
        awaitNothing();
    }
}
