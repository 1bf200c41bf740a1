package io.tako.contracts.http;

import static io.tako.extract.Extractors.lastEventId;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEndAndVersion;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.ClientGoneException;
import io.tako.respond.Sse;
import io.tako.respond.SseEmitter;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.Http2Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/**
 * What streams of server-sent events do on every runtime and every I/O back end, and over every
 * version of HTTP.
 */
@EveryBackEndAndVersion
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SseContract extends ServerContract {

    private static final int LARGE_EVENTS = 1000;

    /** As many as one connection of HTTP/2 may have. */
    private static final int SILENT_STREAMS = 100;

    private static final String LARGE_TEXT = "x".repeat(64 * 1024);

    private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final Semaphore mayGoOn = new Semaphore(0);
    private final CompletableFuture<Thread> sender = new CompletableFuture<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final HttpClient.Version version;
    private final HttpClient http;

    SseContract(RuntimeKind kind, IoPreference io, HttpClient.Version version) {
        super(kind, io);
        this.version = version;
        this.http = HttpClient.newBuilder().version(version).build();
    }

    @BeforeEach
    void start() {
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> listener.withHttp2(Http2Config.on().withUpgrade(true)),
                        routes()));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        close();
    }

    private Routes routes() {
        Duration often = Duration.ofMillis(20);
        return routes ->
                routes.sse("/steps", handle(() -> Sse.emit(this::steps)))
                        .sse("/silent", handle(() -> Sse.emit(this::waits).keepAlive(often)))
                        .sse("/waits", handle(() -> Sse.emit(this::waits)))
                        .sse("/flux", handle(this::endless))
                        .sse("/inline", nonBlocking(handle(() -> Flux.just(1, 2, 3))))
                        .sse("/large", handle(() -> Sse.emit(this::large)))
                        .sse("/forged", handle(() -> Flux.just(forged())))
                        .sse("/since", handle(lastEventId(), id -> numbers(id.orElse("0"))));
    }

    private void steps(SseEmitter emitter) throws Exception {
        for (int i = 1; i <= 3; i++) {
            emitter.send(Map.of("step", i));
            mayGoOn.acquire();
        }
    }

    private void waits(SseEmitter emitter) throws Exception {
        emitter.send("connected");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            ends.add("interrupted, open: " + emitter.open());
            throw e;
        }
    }

    private Flux<String> endless() {
        return Flux.just("connected")
                .concatWith(Flux.never())
                .doOnCancel(() -> ends.add("cancelled"));
    }

    private void large(SseEmitter emitter) throws Exception {
        sender.complete(Thread.currentThread());
        try {
            for (int i = 0; i < LARGE_EVENTS; i++) {
                emitter.send(LARGE_TEXT);
                sent.incrementAndGet();
            }
        } catch (ClientGoneException e) {
            ends.add("client gone");
            throw e;
        }
    }

    private static ServerSentEvent<String> forged() {
        return ServerSentEvent.<String>builder()
                .comment("note\ndata: forged comment")
                .data("a\r\nid: forged data\n\ndata: b")
                .build();
    }

    private static Flux<ServerSentEvent<Integer>> numbers(String after) {
        return Flux.fromStream(
                        IntStream.iterate(Integer.parseInt(after) + 1, i -> i <= 10, i -> i + 1)
                                .boxed())
                .map(i -> ServerSentEvent.builder(i).id(Integer.toString(i)).build());
    }

    private HttpResponse<InputStream> open(String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server().uri(path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        HttpResponse<InputStream> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(version);
        return response;
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private BufferedReader connected(String path) throws Exception {
        BufferedReader lines = lines(open(path));
        String line = lines.readLine();
        // A handler that comes to run late has had its stream kept alive meanwhile.
        while (line.equals(": ") || line.isEmpty()) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo("data: connected");
        assertThat(lines.readLine()).isEmpty();
        return lines;
    }

    private String end() throws InterruptedException {
        return Objects.requireNonNullElse(ends.poll(60, TimeUnit.SECONDS), "none");
    }

    private CompletableFuture<DrainReport> drain() {
        return server().server().drain(Duration.ofSeconds(100));
    }

    @Test
    void eventsArriveOneByOne() throws Exception {
        BufferedReader lines = lines(open("/steps"));
        for (int i = 1; i <= 3; i++) {
            assertThat(lines.readLine()).isEqualTo("data: {\"step\":" + i + "}");
            assertThat(lines.readLine()).isEmpty();
            mayGoOn.release();
        }
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void headKeepsProxiesFromHoldingEventsBack() throws Exception {
        HttpResponse<InputStream> response = open("/waits");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("cache-control"))
                .hasValue("no-cache, no-transform");
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        response.body().close();
        assertThat(end()).startsWith("interrupted");
    }

    @Test
    void handlersOnTheLoopStreamToo() throws Exception {
        assertThat(lines(open("/inline")).lines().filter(line -> !line.isEmpty()))
                .containsExactly("data: 1", "data: 2", "data: 3");
    }

    @Test
    void silentStreamGetsComments() throws Exception {
        try (BufferedReader lines = connected("/silent")) {
            for (int i = 0; i < 3; i++) {
                assertThat(lines.readLine()).isEqualTo(": ");
                assertThat(lines.readLine()).isEmpty();
            }
        }
        assertThat(end()).startsWith("interrupted");
    }

    @Test
    void clientThatLeavesInterruptsTheSource() throws Exception {
        connected("/waits").close();
        assertThat(end()).isEqualTo("interrupted, open: false");
    }

    @Test
    void clientThatLeavesCancelsThePublisher() throws Exception {
        connected("/flux").close();
        assertThat(end()).isEqualTo("cancelled");
    }

    @Test
    void senderWaitsForASlowClientAndLosesNothing() throws Exception {
        HttpResponse<InputStream> response = open("/large");
        Thread thread = sender.get(60, TimeUnit.SECONDS);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(sent.get()).isLessThan(LARGE_EVENTS);
        assertThat(lines(response).lines().filter(line -> line.equals("data: " + LARGE_TEXT)))
                .hasSize(LARGE_EVENTS);
        assertThat(sent).hasValue(LARGE_EVENTS);
    }

    @Test
    void senderThatWaitsLearnsThatTheClientLeft() throws Exception {
        try (RawClient client = RawClient.connect(server().port())) {
            client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            Thread thread = sender.get(60, TimeUnit.SECONDS);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        assertThat(end()).isEqualTo("client gone");
    }

    @Test
    void streamIsResumedAfterTheLastEvent() throws Exception {
        try (BufferedReader first = lines(open("/since"))) {
            assertThat(first.readLine()).isEqualTo("id: 1");
            assertThat(first.readLine()).isEqualTo("data: 1");
        }
        assertThat(lines(open("/since", "Last-Event-ID", "8")).lines())
                .containsExactly("id: 9", "data: 9", "", "id: 10", "data: 10", "");
    }

    @Test
    void noTextWritesAFieldOfItsOwn() throws Exception {
        assertThat(lines(open("/forged")).lines())
                .containsExactly(
                        ": note",
                        ": data: forged comment",
                        "data: a",
                        "data: id: forged data",
                        "data: ",
                        "data: data: b",
                        "");
    }

    @Test
    void drainTellsWhenToConnectAgainAndCompletesTheResponse() throws Exception {
        List<BufferedReader> streams = new ArrayList<>();
        for (String path : List.of("/waits", "/silent", "/flux")) {
            streams.add(connected(path));
        }
        CompletableFuture<DrainReport> report = drain();
        for (BufferedReader stream : streams) {
            List<String> rest = stream.lines().filter(line -> line.startsWith("retry")).toList();
            assertThat(rest).hasSize(1).first().asString().matches("retry: [123]\\d{3}");
        }
        assertThat(report.get(60, TimeUnit.SECONDS).cut()).isZero();
        assertThat(List.of(end(), end(), end()))
                .containsExactlyInAnyOrder(
                        "interrupted, open: false", "interrupted, open: false", "cancelled");
    }

    @Test
    void drainEndsAChunkedStreamInTheRegularWay() throws Exception {
        try (RawClient client = RawClient.connect(server().port())) {
            client.send("GET /waits HTTP/1.1\r\nHost: h\r\n\r\n");
            CompletableFuture<RawClient.Reply> reply = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    reply.complete(client.reply());
                                } catch (IOException e) {
                                    reply.completeExceptionally(e);
                                }
                            });
            while (server().server().openConnections() == 0) {
                Thread.onSpinWait();
            }
            connected("/waits");
            drain();
            assertThat(reply.get(60, TimeUnit.SECONDS).text())
                    .matches("(data: connected\n\n)?retry: \\d+\n\n");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void manySilentStreamsShareOneLoop() throws Exception {
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < SILENT_STREAMS; i++) {
            streams.add(connected("/silent"));
        }
        for (BufferedReader stream : streams) {
            assertThat(stream.readLine()).isEqualTo(": ");
        }
        CompletableFuture<DrainReport> report = drain();
        for (BufferedReader stream : streams) {
            assertThat(stream.lines().filter(line -> line.startsWith("retry"))).hasSize(1);
        }
        assertThat(report.get(60, TimeUnit.SECONDS).cut()).isZero();
    }
}
