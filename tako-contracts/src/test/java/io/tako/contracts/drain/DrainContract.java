package io.tako.contracts.drain;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.DrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/**
 * How a server that speaks HTTP/1.1 ends: what was begun is answered, nobody is reset, and what
 * does not end is cut and counted.
 */
@EveryBackEnd
final class DrainContract extends ServerContract {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final DrainConfig PATIENT = DrainConfig.defaults().withQuiet(LONG);
    private static final DrainConfig BRISK =
            DrainConfig.defaults().withQuiet(Duration.ofMillis(100));

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Semaphore mayGo = new Semaphore(0);
    private final AtomicInteger handled = new AtomicInteger();

    DrainContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @AfterEach
    void stop() {
        mayGo.release(100);
        close();
    }

    private RawClient client() throws IOException {
        return RawClient.connect(server().port());
    }

    private RawClient start(DrainConfig drain) throws IOException {
        run(RunningServer.start(kind, io, 2, drain, routes()));
        return client();
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "answer " + handled.incrementAndGet()))
                        .get("/wait", handle(this::waitForLeave))
                        .get(
                                "/parts",
                                handle(
                                        () ->
                                                Response.stream(
                                                        MediaType.TEXT_PLAIN,
                                                        out -> {
                                                            out.write(part("first "));
                                                            waitForLeave();
                                                            out.write(part("second"));
                                                        })))
                        .post("/bytes", handle(bytes(), body -> "read " + body.length));
    }

    private static byte[] part(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    /** Whether a new peer is turned away. It is ignored first, and refused after that. */
    private static void awaitRefusal(int port) {
        Waiting.until(
                () -> {
                    try (RawClient late = RawClient.connect(port, Duration.ofMillis(50))) {
                        return false;
                    } catch (IOException refused) {
                        return true;
                    }
                });
    }

    private static void awaitInput(RawClient client) {
        Waiting.until(
                () -> {
                    try {
                        return client.in().available() > 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static DrainReport report(CompletableFuture<DrainReport> drained) throws Exception {
        return drained.get(60, TimeUnit.SECONDS);
    }

    private static DrainReport finished(int connections) {
        return new DrainReport(connections, 0, Map.of());
    }

    private static void assertLast(RawClient client, String text) throws IOException {
        RawClient.Reply last = client.reply();
        assertThat(last.text()).isEqualTo(text);
        assertThat(last.field("connection")).isEqualTo("close");
        assertThat(client.closed()).isTrue();
        client.close();
    }

    @Test
    void aRequestInItsHandlerIsAnsweredAndNewPeersAreTurnedAway() throws Exception {
        try (RawClient busy = start(PATIENT)) {
            int port = server().port();
            busy.send(WAIT);
            assertEvent("waiting");
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(port);
            assertThat(drained).isNotDone();
            mayGo.release();
            assertLast(busy, "went 1");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void aRequestOfWhichAPartHasComeIsAnswered() throws Exception {
        try (RawClient body = start(PATIENT);
                RawClient head = client()) {
            body.send("POST /bytes HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
            head.send("GET / HTTP/1.1\r\nHo");
            Waiting.until(() -> server().server().openConnections() == 2);
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(server().port());
            body.send("llo");
            assertLast(body, "read 5");
            head.send("st: h\r\n\r\n");
            assertLast(head, "answer 1");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void aConnectionThatHasSaidNothingYetIsServedOnce() throws Exception {
        try (RawClient client = start(PATIENT)) {
            Waiting.until(() -> server().server().openConnections() == 1);
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(server().port());
            client.send(GET);
            assertLast(client, "answer 1");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void aKeptConnectionIsServedOnceMore() throws Exception {
        try (RawClient client = start(PATIENT)) {
            assertThat(client.send(GET).reply().field("connection")).isEmpty();
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(server().port());
            client.send(GET);
            assertLast(client, "answer 2");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void ofPipelinedRequestsTheFirstAnswerSaysThatItIsTheLast() throws Exception {
        try (RawClient client = start(PATIENT)) {
            client.send(WAIT + GET);
            assertEvent("waiting");
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(server().port());
            mayGo.release();
            assertLast(client, "went 1");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void aConnectionWhoseAnswerHadBegunIsServedOnceMore() throws Exception {
        try (RawClient client = start(PATIENT)) {
            client.send("GET /parts HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEvent("waiting");
            awaitInput(client);
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            awaitRefusal(server().port());
            mayGo.release();
            RawClient.Reply parts = client.reply();
            assertThat(parts.text()).isEqualTo("first second");
            assertThat(parts.field("connection")).isEmpty();
            client.send(GET);
            assertLast(client, "answer 2");
            assertThat(report(drained).cut()).isZero();
        }
    }

    @Test
    void anIdleConnectionEndsOnceItHasBeenQuiet() throws Exception {
        try (RawClient idle = start(BRISK);
                RawClient silent = client()) {
            assertThat(idle.send(GET).reply().status()).isEqualTo(200);
            Waiting.until(() -> server().server().openConnections() == 2);
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            assertThat(idle.closed()).isTrue();
            assertThat(silent.closed()).isTrue();
            // Peers that do not close in turn do not hold it.
            assertThat(report(drained)).isEqualTo(finished(2));
        }
    }

    @Test
    void whatDoesNotFinishIsCutAndCounted() throws Exception {
        try (RawClient busy = start(BRISK);
                RawClient idle = client()) {
            assertThat(idle.send(GET).reply().status()).isEqualTo(200);
            busy.send(WAIT);
            assertEvent("waiting");
            DrainReport report = report(server().server().drain(Duration.ofSeconds(5)));
            assertThat(report)
                    .isEqualTo(new DrainReport(1, 1, Map.of("an HTTP/1.1 request", 1)))
                    .hasToString("1 connection finished, 1 cut (1 at an HTTP/1.1 request)");
            assertEvent("interrupted");
            assertThat(busy.closed()).isTrue();
        }
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @Test
    void stoppingEndsADrain() throws Exception {
        try (RawClient busy = start(PATIENT)) {
            busy.send(WAIT);
            assertEvent("waiting");
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            server().server().stop();
            assertThat(drained).isDone();
            assertThat(drained.get()).isEqualTo(new DrainReport(0, 1, cutAtRequest()));
            assertEvent("interrupted");
            assertThat(busy.closed()).isTrue();
        }
    }

    private static Map<String, Integer> cutAtRequest() {
        return Map.of("an HTTP/1.1 request", 1);
    }

    @Test
    void drainingAgainIsTheSameDrain() throws Exception {
        try (RawClient busy = start(PATIENT)) {
            busy.send(WAIT);
            assertEvent("waiting");
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            CompletableFuture<DrainReport> again = server().server().drain(Duration.ZERO);
            assertThatThrownBy(() -> server().server().start())
                    .isInstanceOf(IllegalStateException.class);
            awaitRefusal(server().port());
            assertThat(again).isNotDone();
            mayGo.release();
            assertLast(busy, "went 1");
            assertThat(report(drained)).isEqualTo(report(again));
        }
        assertThat(report(server().server().drain(LONG))).isEqualTo(finished(0));
    }

    @Test
    void aDrainedServerStartsAgainOnThePortItHad() throws Exception {
        start(BRISK).close();
        for (int i = 0; i < 3; i++) {
            int port = server().port();
            report(server().server().drain(LONG));
            assertThat(server().server().running()).isFalse();
            server().restart(port);
            assertThat(server().port()).isEqualTo(port);
            try (RawClient client = client()) {
                assertThat(client.send(GET).reply().field("connection")).isEmpty();
            }
        }
    }

    @Test
    void untilItsDelayIsOverADrainingServerServesAsBefore() throws Exception {
        try (RawClient kept = start(PATIENT.withDelay(LONG))) {
            CompletableFuture<DrainReport> drained = server().server().drain(LONG);
            for (int i = 0; i < 5; i++) {
                assertThat(kept.send(GET).reply().field("connection")).isEmpty();
                try (RawClient late = client()) {
                    assertThat(late.send(GET).reply().field("connection")).isEmpty();
                }
            }
            assertThat(drained).isNotDone();
            server().server().stop();
            assertThat(kept.closed()).isTrue();
            assertThat(drained).isDone();
        }
    }

    /**
     * New connections with one request each, from several threads, across a drain. One that was
     * established is answered, or the server is gone before anything was established.
     */
    @Test
    void peersThatConnectWhileItStopsAreServedOrNeverWereConnected() throws Exception {
        start(PATIENT).close();
        InetSocketAddress address = (InetSocketAddress) server().server().localAddress("primary");
        List<ConnectStorm> storms = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            storms.add(ConnectStorm.start(address));
        }
        Waiting.until(() -> storms.stream().mapToInt(ConnectStorm::answered).sum() > 200);
        DrainReport report = report(server().server().drain(LONG));
        int answered = 0;
        for (ConnectStorm storm : storms) {
            storm.end();
            assertThat(storm.broken()).as("connections that broke").isEmpty();
            answered += storm.answered();
        }
        assertThat(report.cut()).isZero();
        assertThat(answered).isEqualTo(handled.get());
    }
}
