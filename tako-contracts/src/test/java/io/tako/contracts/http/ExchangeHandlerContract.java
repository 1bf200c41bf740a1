package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Match;
import io.tako.routing.Router;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.HttpService;
import io.tako.transport.config.CompressionConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.http.exchange.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What a handler beside the router can rely on, on every runtime and every I/O back end, over
 * HTTP/1.1 and HTTP/2: it is asked where no route matches, or first, answers in its own time, and
 * is told how its exchange ended.
 */
@EveryBackEnd
@OneInstance
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExchangeHandlerContract {

    private static final int PIECE = 16 * 1024;
    private static final int LARGE = 64 * 1024 * 1024;

    private final RuntimeKind kind;
    private final IoPreference io;
    private final Router router =
            RunningServer.router(
                    routes ->
                            routes.get("/route", handle(() -> "by the route"))
                                    .get("/blocks", handle(this::blocks))
                                    .get("/waits", handle(this::waits))
                                    .get(
                                            "/route-hints",
                                            handle(() -> Response.of(HttpStatus.EARLY_HINTS))));
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicLong published = new AtomicLong();
    private @Nullable RunningServer otherwise;
    private @Nullable RunningServer first;
    private @Nullable HttpClient http1;
    private @Nullable HttpClient http2;

    ExchangeHandlerContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @OneInstance.Start
    void start() {
        otherwise = start(HttpService.of(router, this::answer));
        first = start(HttpService.behind(this::pass, router));
        http1 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private RunningServer start(HttpService service) {
        return RunningServer.start(
                kind,
                io,
                1,
                listener -> listener.withHttp2(Http2Config.on().withUpgrade(true)),
                service);
    }

    @BeforeEach
    void forget() {
        events.clear();
        published.set(0);
    }

    @OneInstance.Stop
    void stop() {
        Objects.requireNonNull(http1).shutdownNow();
        Objects.requireNonNull(http2).shutdownNow();
        Objects.requireNonNull(otherwise).close();
        Objects.requireNonNull(first).close();
    }

    private String blocks() throws InterruptedException {
        Thread.sleep(20);
        return Thread.currentThread().isVirtual() ? "virtual" : "platform";
    }

    private String waits() throws InterruptedException {
        events.add("waiting");
        try {
            Thread.sleep(Duration.ofMinutes(2));
            return "late";
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
    }

    /** The other handler where no route matches. */
    private void answer(Exchange exchange) {
        exchange.onEnd(whole -> events.add(whole ? "whole" : "not whole"));
        switch (exchange.target()) {
            case "/later" ->
                    exchange.schedule(
                            Duration.ofMillis(20), () -> exchange.respond(Response.text("later")));
            case "/never" -> events.add("asked");
            case "/throws" -> throw new IllegalStateException("thrown on purpose by a test");
            case "/echo" ->
                    exchange.content()
                            .flux()
                            .map(DataBuffer::readableByteCount)
                            .reduce(0, Integer::sum)
                            .subscribe(sum -> exchange.respond(Response.text(sum + " bytes")));
            case "/published" -> respond(exchange, Flux.just("a", "b", "c"), -1);
            case "/elsewhere" ->
                    respond(
                            exchange,
                            Flux.range(0, 1000)
                                    .map(i -> i + "\n")
                                    .publishOn(Schedulers.boundedElastic()),
                            -1);
            case "/short" -> respond(exchange, Flux.just("short"), 10);
            case "/long" -> respond(exchange, Flux.just("far too long"), 3);
            case "/fails" ->
                    respond(
                            exchange,
                            Flux.just("x".repeat(PIECE))
                                    .concatWith(Flux.error(new IllegalStateException("a test's"))),
                            -1);
            case "/large" -> large(exchange);
            case "/long-text" -> exchange.respond(Response.text("x".repeat(PIECE)));
            case "/switching" -> exchange.respond(Response.of(HttpStatus.SWITCHING_PROTOCOLS));
            case "/hints" ->
                    exchange.respond(Response.of(HttpStatus.EARLY_HINTS).header("X-Stamp", "kept"));
            case "/streamed-hints" ->
                    exchange.respond(
                            Response.of(HttpStatus.EARLY_HINTS)
                                    .body(
                                            new Body.Published(
                                                    Flux.just(Mono.just(buffer("a"))), -1)));
            default -> exchange.respond(Response.text("by the handler"));
        }
    }

    private static void respond(Exchange exchange, Flux<String> text, long length) {
        Flux<Mono<DataBuffer>> parts = text.map(one -> Mono.just(buffer(one)));
        exchange.respond(Response.ok().body(new Body.Published(parts, length)));
    }

    private void large(Exchange exchange) {
        byte[] piece = new byte[PIECE];
        Flux<DataBuffer> all =
                Flux.range(0, LARGE / PIECE)
                        .<DataBuffer>map(i -> DefaultDataBufferFactory.sharedInstance.wrap(piece))
                        .doOnNext(next -> published.addAndGet(PIECE))
                        .doOnCancel(() -> events.add("cancelled"));
        exchange.respond(Response.ok().body(new Body.Published(Mono.just(all), LARGE)));
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The other handler that is asked first: it finds the routes itself, from another thread. */
    private void pass(Exchange exchange) {
        Match match = router.match(exchange.method(), exchange.target());
        if (!match.endpoint().isRoute()) {
            exchange.respond(Response.text("by the handler"));
            return;
        }
        Thread.ofVirtual()
                .start(
                        () -> {
                            Request request = match.request(exchange, exchange.target(), null);
                            ((HttpExchange) exchange)
                                    .run(
                                            match.endpoint(),
                                            () ->
                                                    exchange.respond(
                                                            match.endpoint()
                                                                    .run(request)
                                                                    .header("passed", "yes")));
                        });
    }

    private HttpClient client(String version) {
        return Objects.requireNonNull(version.equals("h2") ? http2 : http1);
    }

    private HttpRequest.Builder request(@Nullable RunningServer server, String path) {
        return HttpRequest.newBuilder(Objects.requireNonNull(server).uri(path));
    }

    private String get(String version, String path) throws Exception {
        return client(version)
                .send(request(otherwise, path).build(), BodyHandlers.ofString())
                .body();
    }

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void theHandlerIsAskedWhereNoRouteMatches(String version) throws Exception {
        assertThat(get(version, "/route")).isEqualTo("by the route");
        assertThat(events).isEmpty();
        assertThat(get(version, "/other")).isEqualTo("by the handler");
        assertEvent("whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void anAnswerMayComeLater(String version) throws Exception {
        assertThat(get(version, "/later")).isEqualTo("later");
        assertEvent("whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void whatTheHandlerThrowsIsAnsweredWith500(String version) throws Exception {
        HttpRequest request = request(otherwise, "/throws").build();
        assertThat(client(version).send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aStatusThatComesBeforeAnAnswerIsNone(String version) throws Exception {
        for (String path : new String[] {"/hints", "/switching", "/streamed-hints"}) {
            assertThat(refused(version, otherwise, path).firstValue("x-stamp").orElse(""))
                    .isEqualTo(path.equals("/hints") ? "kept" : "");
        }
        refused(version, otherwise, "/route-hints");
        refused(version, first, "/route-hints");
        assertThat(get(version, "/other")).isEqualTo("by the handler");
    }

    private HttpHeaders refused(String version, @Nullable RunningServer server, String path)
            throws Exception {
        HttpResponse<String> response =
                client(version).send(request(server, path).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        return response.headers();
    }

    /** Each character of the agent's name takes a turn of the pattern's on the stack. */
    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void whatFailsOnItsWayToTheClientIsAnsweredWith500(String version) throws Exception {
        CompressionConfig compression =
                CompressionConfig.defaults().withExcludedUserAgents(List.of("((((a|b))))*c"));
        try (RunningServer compressing =
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener ->
                                listener.withHttp2(Http2Config.on()).withCompression(compression),
                        HttpService.of(router, this::answer))) {
            HttpRequest request =
                    request(compressing, "/long-text")
                            .header("User-Agent", "ab".repeat(3_500))
                            .build();
            assertThat(client(version).send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(500);
            assertEvent("whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aBodyIsReadAsItArrives(String version) throws Exception {
        HttpRequest request =
                request(otherwise, "/echo")
                        .POST(BodyPublishers.ofByteArray(new byte[1_000_000]))
                        .build();
        assertThat(client(version).send(request, BodyHandlers.ofString()).body())
                .isEqualTo("1000000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aPublishedBodyArrivesInOrder(String version) throws Exception {
        assertThat(get(version, "/published")).isEqualTo("abc");
        assertThat(get(version, "/elsewhere").lines()).hasSize(1000).last().isEqualTo("999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aBodyOfTheWrongLengthOrThatFailsIsBrokenOff(String version) throws Exception {
        for (String path : new String[] {"/short", "/long", "/fails"}) {
            assertThatThrownBy(() -> get(version, path)).as(path).isInstanceOf(IOException.class);
            assertEvent("not whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aSlowReaderSlowsThePublisher(String version) throws Exception {
        HttpResponse<InputStream> response =
                client(version)
                        .send(request(otherwise, "/large").build(), BodyHandlers.ofInputStream());
        long stuck = -1;
        while (stuck != published.get() || stuck == 0) {
            stuck = published.get();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        assertThat(stuck).isLessThan(LARGE / 2);
        try (InputStream body = response.body()) {
            assertThat(body.readAllBytes()).hasSize(LARGE);
        }
        assertThat(published).hasValue(LARGE);
        assertEvent("whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aPeerThatLeavesCancelsThePublisher(String version) throws Exception {
        HttpResponse<InputStream> response =
                client(version)
                        .send(request(otherwise, "/large").build(), BodyHandlers.ofInputStream());
        response.body().close();
        assertThat(
                        new String[] {
                            events.poll(60, TimeUnit.SECONDS), events.poll(60, TimeUnit.SECONDS)
                        })
                .containsExactlyInAnyOrder("cancelled", "not whole");
        // Once, however many pieces were under way: nothing more comes before the next exchange.
        assertThat(get(version, "/other")).isEqualTo("by the handler");
        assertEvent("whole");
    }

    @Test
    void aPeerThatLeavesBeforeTheAnswerEndsTheExchange() throws Exception {
        try (RawClient client = RawClient.connect(Objects.requireNonNull(otherwise).port())) {
            client.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEvent("asked");
        }
        assertEvent("not whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aHandlerThatIsAskedFirstRunsRoutesWhereTheirPlansSay(String version) throws Exception {
        HttpClient client = client(version);
        HttpResponse<String> blocked =
                client.send(request(first, "/blocks").build(), BodyHandlers.ofString());
        assertThat(blocked.body()).isEqualTo("virtual");
        assertThat(blocked.headers().firstValue("passed")).contains("yes");
        assertThat(client.send(request(first, "/none").build(), BodyHandlers.ofString()).body())
                .isEqualTo("by the handler");
        for (int i = 0; i < 100; i++) {
            assertThat(
                            client.send(request(first, "/route").build(), BodyHandlers.ofString())
                                    .body())
                    .isEqualTo("by the route");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aPeerThatLeavesInterruptsTheRouteThatTheHandlerRuns(String version) throws Exception {
        HttpClient client = client(version);
        client.send(request(first, "/route").build(), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(request(first, "/waits").build(), BodyHandlers.ofString());
        assertEvent("waiting");
        waiting.cancel(true);
        assertEvent("interrupted");
    }
}
