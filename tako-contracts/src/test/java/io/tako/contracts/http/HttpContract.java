package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.Core;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What HTTP/1.1 does on every runtime and every I/O back end. */
@EveryBackEnd
@OneInstance
final class HttpContract extends ServerContract {

    private static final int SLEEPERS = 1000;

    private final CountDownLatch allAsleep = new CountDownLatch(SLEEPERS);
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final AtomicInteger handled = new AtomicInteger();
    private @Nullable Path file;

    HttpContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    private Path file() {
        return java.util.Objects.requireNonNull(file);
    }

    @OneInstance.Start
    void start(@TempDir Path directory) throws Exception {
        file = directory.resolve("file.bin");
        byte[] content = new byte[300_000];
        new java.util.Random(1).nextBytes(content);
        Files.write(file(), content);
        run(RunningServer.start(kind, io, 1, routes()));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "Hello, World!"))
                        .get("/inline", nonBlocking(handle(() -> "inline")))
                        .get("/status", handle(() -> HttpStatus.NO_CONTENT))
                        .get("/file", handle(this::file))
                        .get("/file-inline", nonBlocking(handle(this::file)))
                        .get(
                                "/mono",
                                handle(
                                        () ->
                                                Mono.delay(java.time.Duration.ofMillis(5))
                                                        .map(i -> "later")))
                        .get("/flux", handle(() -> Flux.range(0, 500).map(i -> "line " + i + "\n")))
                        .get("/flux-inline", nonBlocking(handle(() -> Flux.just("a", "b", "c"))))
                        .get(
                                "/boom",
                                handle(
                                        () -> {
                                            throw new IllegalStateException("secret");
                                        }))
                        .get(
                                "/broken-stream",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::breakOff)))
                        .get(
                                "/trailers",
                                handle(() -> Response.text("body").trailers(this::trailers)))
                        .get("/sleepers", handle(this::sleep))
                        .get("/core", handle(this::sameCore))
                        .get(
                                "/thread",
                                handle(
                                        () ->
                                                Thread.currentThread().isVirtual()
                                                        ? "virtual"
                                                        : "loop"))
                        .get("/abandoned", handle(this::waitForever))
                        .get(
                                "/endless",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::endless)))
                        .get(
                                "/big/{size}",
                                request ->
                                        big(
                                                Long.parseLong(
                                                        java.util.Objects.requireNonNull(
                                                                request.pathVariable("size")))))
                        .post(
                                "/echo",
                                request ->
                                        Response.bytes(
                                                request.content().bytes(),
                                                "application/octet-stream"))
                        .post(
                                "/ignore",
                                handle(
                                        () -> {
                                            handled.incrementAndGet();
                                            return "ignored";
                                        }))
                        .post(
                                "/count",
                                request ->
                                        Response.text(
                                                Long.toString(count(request.content().stream()))))
                        .post(
                                "/reactive",
                                request ->
                                        Response.text(
                                                String.valueOf(
                                                        request.content()
                                                                .flux()
                                                                .map(b -> b.readableByteCount())
                                                                .reduce(0, Integer::sum)
                                                                .block())));
    }

    private Response big(long size) {
        byte[] piece = new byte[32 * 1024];
        return Response.ok()
                .body(
                        new io.tako.http.Body.Streaming(
                                out -> {
                                    for (long left = size; left > 0; left -= piece.length) {
                                        out.write(piece, 0, (int) Math.min(left, piece.length));
                                    }
                                },
                                size));
    }

    private HttpHeaders trailers() {
        HttpHeaders trailers = new HttpHeaders();
        trailers.add("checksum", "abc");
        trailers.add("content-length", "7");
        return trailers;
    }

    private void breakOff(BodyWriter out) throws Exception {
        out.write("some".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.flush();
        throw new IllegalStateException("the source broke");
    }

    private void endless(BodyWriter out) throws Exception {
        try {
            while (true) {
                out.write(new byte[16 * 1024]);
            }
        } catch (Exception e) {
            events.add("endless ended: " + e.getClass().getSimpleName());
            throw e;
        }
    }

    private String sleep() throws InterruptedException {
        allAsleep.countDown();
        // Returns only when all others are parked too, on the one loop there is.
        boolean all = allAsleep.await(60, TimeUnit.SECONDS);
        Thread.sleep(100);
        return all ? "slept" : "alone";
    }

    private String sameCore() throws InterruptedException {
        Core before = Core.current();
        Thread.sleep(20);
        Core after = Core.current();
        return (before == null ? "none" : "core") + " " + (before == after);
    }

    private String waitForever() throws InterruptedException {
        events.add("waiting");
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
    }

    private static long count(InputStream in) throws Exception {
        byte[] piece = new byte[16 * 1024];
        long total = 0;
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            total += n;
        }
        return total;
    }

    private RawClient client() throws Exception {
        return RawClient.connect(server().port());
    }

    private RawClient.Reply get(String path) throws Exception {
        try (RawClient client = client()) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").reply();
        }
    }

    @Test
    void answersAPlainRequest() throws Exception {
        RawClient.Reply reply = get("/");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("Hello, World!");
        assertThat(reply.field("content-type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(reply.field("content-length")).isEqualTo("13");
        assertThat(reply.field("date")).endsWith("GMT");
    }

    @Test
    void handlersRunOnVirtualThreadsUnlessNonBlocking() throws Exception {
        assertThat(get("/thread").text()).isEqualTo("virtual");
        assertThat(get("/inline").text()).isEqualTo("inline");
    }

    @Test
    void keepsAConnectionForManyRequests() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.reply().text()).isEqualTo("Hello, World!");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawClient client = client()) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                many.append(i % 3 == 0 ? "GET /core" : i % 3 == 1 ? "GET /" : "GET /missing")
                        .append(" HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    client.send(many.toString());
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            for (int i = 0; i < 500; i++) {
                RawClient.Reply reply = client.reply();
                assertThat(reply.status()).isEqualTo(i % 3 == 2 ? 404 : 200);
                if (i % 3 == 1) {
                    assertThat(reply.text()).isEqualTo("Hello, World!");
                }
            }
        }
    }

    @Test
    void closesWhenAskedTo() throws Exception {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.reply().field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void http10ClosesUnlessKeepAliveIsAskedFor() throws Exception {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.reply().field("connection")).isEqualTo("keep-alive");
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.reply().field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void http10GetsAStreamUntilTheEndOfTheConnection() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /flux HTTP/1.0\r\n\r\n");
            assertThat(client.reply().text()).endsWith("line 499\n");
        }
    }

    @Test
    void bytesOfABodyThatArrivesInManyReadsStayInOrder() throws Exception {
        java.util.Random random = new java.util.Random(3);
        try (RawClient client = client()) {
            for (int i = 0; i < 20; i++) {
                byte[] body = new byte[1 + random.nextInt(2_000_000)];
                random.nextBytes(body);
                client.send("POST /echo HTTP/1.1\r\nHost: h\r\n");
                client.send("Content-Length: " + body.length + "\r\n\r\n");
                client.send(body);
                assertThat(java.util.Arrays.equals(client.reply().body(), body)).isTrue();
            }
        }
    }

    @Test
    void headIsAnsweredWithoutBody() throws Exception {
        try (RawClient client = client()) {
            client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\nHEAD /file HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply(true).field("content-length")).isEqualTo("13");
            assertThat(client.reply(true).field("content-length")).isEqualTo("300000");
            client.send("HEAD /flux HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply(true).status()).isEqualTo(200);
            assertThat(client.reply().text()).isEqualTo("Hello, World!");
        }
    }

    @Test
    void noContentHasNoLength() throws Exception {
        RawClient.Reply reply = get("/status");
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.fields()).doesNotContainKeys("content-length", "transfer-encoding");
    }

    @Test
    void sendsFilesWhole() throws Exception {
        assertThat(get("/file").body()).isEqualTo(Files.readAllBytes(file()));
        assertThat(get("/file-inline").body()).isEqualTo(Files.readAllBytes(file()));
    }

    @Test
    void streamsPublishers() throws Exception {
        assertThat(get("/flux").text()).startsWith("line 0\n").endsWith("line 499\n");
        assertThat(get("/flux-inline").text()).isEqualTo("abc");
        assertThat(get("/mono").text()).isEqualTo("later");
    }

    @Test
    void sendsTrailersButNoneThatFrame() throws Exception {
        RawClient.Reply reply = get("/trailers");
        assertThat(reply.text()).isEqualTo("body");
        assertThat(reply.trailers()).containsOnlyKeys("checksum");
    }

    @Test
    void anUnknownErrorLeaksNothing() throws Exception {
        RawClient.Reply reply = get("/boom");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).doesNotContain("secret").contains("requestId");
    }

    @Test
    void aBrokenStreamIsNeverEndedAsIfComplete() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /broken-stream HTTP/1.1\r\nHost: h\r\n\r\n");
            org.assertj.core.api.Assertions.assertThatThrownBy(client::reply)
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void readsBodiesByLengthAndByChunks() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.reply().text()).isEqualTo("hello");
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nchecksum: 1\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("abcdefg");
            client.send("POST /reactive HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
            client.send("lo");
            assertThat(client.reply().text()).isEqualTo("5");
        }
    }

    @Test
    void continueIsSentOnlyWhenTheBodyIsWanted() throws Exception {
        try (RawClient client = client()) {
            String head =
                    " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
            client.send("POST /echo" + head);
            assertThat(client.reply().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.reply().text()).isEqualTo("hello");
            client.send("POST /ignore" + head);
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("connection")).isEqualTo("close");
        }
    }

    @Test
    void aSmallUnreadBodyIsPassedOver() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("ignored");
            client.send("x".repeat(1000) + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("Hello, World!");
        }
    }

    @Test
    void aLargeUnreadBodyEndsTheConnectionAfterTheAnswer() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n");
            client.send("x".repeat(100_000));
            RawClient.Reply reply = client.reply();
            assertThat(reply.text()).isEqualTo("ignored");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void bufferedBodiesAreLimited() throws Exception {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aThousandSleepersShareOneLoop() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < SLEEPERS; i++) {
                answers.add(all.submit(() -> get("/sleepers").text()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(90, TimeUnit.SECONDS)).isEqualTo("slept");
            }
        }
        http.close();
    }

    @Test
    void aHandlerOfThePerCoreRuntimeStaysOnItsCore() throws Exception {
        String text = get("/core").text();
        if (kind == RuntimeKind.PER_CORE) {
            assertThat(text).isEqualTo("core true");
        } else {
            // A busy loop of the shared runtime may leave a handler to the scheduler from the
            // start.
            assertThat(text).isIn("core false", "none true");
        }
    }

    @Test
    void aPeerThatIsResetInterruptsTheHandler() throws Exception {
        events.clear();
        try (RawClient client = client()) {
            client.send("GET /abandoned HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("waiting");
            client.reset();
        }
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void aPeerThatLeavesEndsAStream() throws Exception {
        events.clear();
        try (RawClient client = client()) {
            client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");
            client.in().readNBytes(100_000);
        }
        assertThat(events.poll(30, TimeUnit.SECONDS)).startsWith("endless ended");
    }

    @Test
    void largeBodiesPassThroughBothWays() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        long size = 64L * 1024 * 1024;
        byte[] piece = new byte[1024 * 1024];
        List<byte[]> pieces = java.util.Collections.nCopies(64, piece);
        HttpResponse<String> up =
                http.send(
                        HttpRequest.newBuilder(server().uri("/count"))
                                .POST(HttpRequest.BodyPublishers.ofByteArrays(pieces))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(up.body()).isEqualTo(Long.toString(size));
        HttpResponse<InputStream> down =
                http.send(
                        HttpRequest.newBuilder(server().uri("/big/" + size)).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(count(down.body())).isEqualTo(size);
        http.close();
    }
}
