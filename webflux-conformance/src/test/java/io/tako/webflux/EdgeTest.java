package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.webflux.EdgeApplication.Happenings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of WebFlux handlers that leave, that are slow, and that say things wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EdgeTest {

    /** More than the kernel and the write window hold, far less than there is. */
    private static final long HELD = 24L << 20;

    private static final long ALL = (long) EdgeApplication.BLOCK * EdgeApplication.BLOCKS;

    private @Nullable Engines engines;

    @BeforeAll
    void start() {
        engines =
                Engines.start(
                        Engines.TAKO, EdgeApplication.class, "tako.websocket.close-timeout=100ms");
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    private Happenings happenings(Engine engine) {
        return engines().bean(engine, Happenings.class);
    }

    private RawClient connect(Engine engine) throws IOException {
        return RawClient.connect(engines().port(engine));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static String post(String path, String framing) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void clientThatLeavesCancelsAHandlerThatHasNotAnswered(Engine engine) throws Exception {
        try (RawClient client = connect(engine).send(get("/never"))) {
            assertThat(happenings(engine).next()).isEqualTo("subscribed");
            client.reset();
        }
        assertThat(happenings(engine).next()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void clientThatLeavesCancelsABody(Engine engine) throws Exception {
        try (RawClient client = connect(engine).send(get("/one"))) {
            assertThat(client.in().read()).isEqualTo('H');
            client.reset();
        }
        assertThat(happenings(engine).next()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void clientThatLeavesCancelsASocketsHandler(Engine engine) throws Exception {
        try (RawWebSocket socket = RawWebSocket.open(engines().port(engine), "/silent")) {
            assertThat(happenings(engine).next()).isEqualTo("subscribed");
            socket.client().reset();
        }
        assertThat(happenings(engine).next()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void publisherStallsWhileTheClientDoesNotRead(Engine engine) throws Exception {
        AtomicLong made = happenings(engine).bytes();
        try (RawClient client = RawClient.connectSlow(engines().port(engine), 64 * 1024)) {
            client.send(get("/many"));
            assertThat(stalled(made)).isBetween(1L, HELD);
            assertThat(client.reply().body()).hasSize((int) ALL);
        }
        assertThat(made).hasValue(ALL);
    }

    /** What a counter says once it does not change any more. */
    private static long stalled(AtomicLong counter) throws InterruptedException {
        long seen = -1;
        int still = 0;
        while (still < 20) {
            Thread.sleep(25);
            long now = counter.get();
            still = now == seen && now > 0 ? still + 1 : 0;
            seen = now;
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void clientStallsWhileTheHandlerDoesNotRead(Engine engine) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawClient client = connect(engine)) {
            client.send(post("/gated", "Content-Length: " + ALL));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, sent));
            assertThat(stalled(sent)).isLessThan(ALL / 2);
            happenings(engine).open();
            sending.get();
            assertThat(client.reply().text()).isEqualTo(Long.toString(ALL));
        }
    }

    private static void send(RawClient client, AtomicLong sent) {
        byte[] block = new byte[EdgeApplication.BLOCK];
        try {
            OutputStream out = client.out();
            for (int i = 0; i < EdgeApplication.BLOCKS; i++) {
                out.write(block);
                sent.addAndGet(block.length);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void pooledBuffersAreGivenBack(Engine engine) throws Exception {
        Happenings happenings = happenings(engine);
        for (String path : new String[] {"/pooled", "/pooled-one"}) {
            assertThat(Answer.to(Call.get(path, path), engines().port(engine)).whole()).isTrue();
            assertThat(Answer.to(Call.head(path, path), engines().port(engine)).whole()).isTrue();
        }
        assertThat(givenBack(happenings)).isTrue();
        try (RawClient client = RawClient.connectSlow(engines().port(engine), 64 * 1024)) {
            client.send(get("/pooled"));
            assertThat(client.in().read()).isEqualTo('H');
            client.reset();
        }
        assertThat(givenBack(happenings)).isTrue();
    }

    /** Waits until no buffer is out, or for long. */
    private static boolean givenBack(Happenings happenings) throws InterruptedException {
        for (int i = 0; i < 1000 && happenings.lent() > 0; i++) {
            Thread.sleep(10);
        }
        return happenings.lent() == 0;
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void handlerWaitsForAnUpload(Engine engine) throws Exception {
        try (RawClient client = connect(engine)) {
            client.send(post("/count", "Content-Length: 10"));
            assertThat(happenings(engine).next()).isEqualTo("subscribed");
            client.send("12345");
            assertThat(happenings(engine).next()).isEqualTo("first");
            client.send("67890");
            assertThat(client.reply().text()).isEqualTo("10");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void brokenChunkIs400(Engine engine) throws Exception {
        try (RawClient client = connect(engine)) {
            client.send(post("/count", "Transfer-Encoding: chunked"));
            assertThat(happenings(engine).next()).isEqualTo("subscribed");
            client.send("3\r\nabc\r\n");
            assertThat(happenings(engine).next()).isEqualTo("first");
            client.send("nonsense\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("\"path\":\"/count\"");
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void brokenChunkThatCameWithItsHeadIs400(Engine engine) throws Exception {
        try (RawClient client = connect(engine)) {
            client.send(post("/early", "Transfer-Encoding: chunked") + "nonsense\r\n");
            assertThat(client.reply().status()).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void answerComesThoughTheBodyDoesNot(Engine engine) throws Exception {
        try (RawClient client = connect(engine)) {
            client.send(post("/early", "Content-Length: 100000000") + "some");
            assertThat(client.reply().text()).isEqualTo("early");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void connectionGoesOnAfterABodyNobodyRead(Engine engine) throws Exception {
        try (RawClient client = connect(engine)) {
            for (int i = 0; i < 3; i++) {
                client.send(post("/early", "Content-Length: 10000") + "x".repeat(10_000));
                assertThat(client.reply().text()).isEqualTo("early");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void bodyThatFailsCutsTheConnection(Engine engine) throws Exception {
        Answer cut = Answer.to(Call.get("fails", "/fails"), engines().port(engine));
        assertThat(cut.status()).isEqualTo(200);
        assertThat(cut.body()).contains("G\u00c3\u00b6del");
        assertThat(cut.whole()).isFalse();
    }
}
