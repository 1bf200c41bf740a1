package io.tako.contracts.http2;

import static io.tako.contracts.peers.Http2Bytes.END_STREAM;
import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.Http2Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * What HTTP/2 does on every runtime and every I/O back end, seen by the JDK's client, which comes
 * to it by {@code Upgrade: h2c}.
 */
@EveryBackEnd
@OneInstance
final class Http2Contract extends ServerContract {

    private static final int STREAMS = 90;
    private static final int FRAME = 16 * 1024;
    private static final int WINDOW = 128 * 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024;

    /** Streams whose windows leave one of the connection's. */
    private static final int SLOW = CONNECTION_WINDOW / WINDOW - 1;

    private static final long LARGE = 64L * 1024 * 1024;

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch allAsleep = new CountDownLatch(STREAMS);
    private final Semaphore gate = new Semaphore(0);
    private final AtomicLong written = new AtomicLong();
    private final byte[] content = new byte[300_000];
    private @Nullable HttpClient shared;
    private @Nullable Path file;

    Http2Contract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
        new Random(1).nextBytes(content);
    }

    private HttpClient client() {
        return Objects.requireNonNull(shared);
    }

    @OneInstance.Start
    void start(@TempDir Path directory) throws IOException {
        file = directory.resolve("file.bin");
        Files.write(file, content);
        run(start());
        shared = HttpClient.newHttpClient();
    }

    private RunningServer start() {
        return RunningServer.start(
                kind,
                io,
                1,
                listener -> listener.withHttp2(Http2Config.on().withUpgrade(true)),
                routes());
    }

    @BeforeEach
    void forget() {
        events.clear();
        written.set(0);
    }

    @OneInstance.Stop
    void stop() {
        client().close();
        close();
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "Hello, World!"))
                        .get("/inline", nonBlocking(handle(() -> "inline")))
                        .get("/file", handle(() -> Objects.requireNonNull(file)))
                        .get("/flux", handle(() -> Flux.range(0, 500).map(i -> "line " + i + "\n")))
                        .get("/protocol", request -> Response.text(protocol(request)))
                        .get(
                                "/header",
                                request ->
                                        Response.text(
                                                request.header("X-One")
                                                        + " "
                                                        + request.headers("x-two")
                                                        + " "
                                                        + (request.header("host") != null)))
                        .get(
                                "/broken-stream",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::breakOff)))
                        .get("/sleepers", handle(this::sleep))
                        .get("/wait", handle(this::waitForever))
                        .get(
                                "/gated",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::gated)))
                        .get(
                                "/large",
                                handle(
                                        () ->
                                                Response.ok()
                                                        .body(
                                                                new Body.Streaming(
                                                                        this::write, LARGE))))
                        .get("/memory", handle(() -> new byte[20_000_000]))
                        .post("/echo", request -> Response.bytes(request.content().bytes(), "a/b"))
                        .get("/trailers", handle(() -> withTrailers(Response.text("whole"))))
                        .get(
                                "/file-trailers",
                                handle(() -> withTrailers(Response.ok().body(part()))))
                        .get(
                                "/stream-trailers",
                                handle(() -> withTrailers(Response.ok().body(ten()))))
                        .post("/hold", request -> hold(request.content().stream()))
                        .post("/ignore", handle(() -> "ignored"))
                        .post(
                                "/count",
                                request -> Response.text("" + count(request.content().stream())));
    }

    private static String protocol(io.tako.http.Request request) {
        return request.connection().protocol() + " " + request.connection().core();
    }

    private void breakOff(BodyWriter out) throws IOException {
        out.write("some".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.flush();
        throw new IllegalStateException("the source broke");
    }

    private void write(BodyWriter out) throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (long left = LARGE; left > 0; left -= piece.length) {
            out.write(piece);
            written.addAndGet(piece.length);
        }
    }

    private void gated(BodyWriter out) throws Exception {
        out.write("before, ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.flush();
        gate.acquire();
        out.write("after".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Response withTrailers(Response response) {
        HttpHeaders fields = new HttpHeaders();
        fields.set("x-last", "field");
        return response.trailers(() -> fields);
    }

    private Body part() {
        return new Body.File(Objects.requireNonNull(file), 0, content.length);
    }

    private static Body ten() {
        return new Body.Streaming(out -> out.write(new byte[10]), 10);
    }

    /** Takes nothing of a body before it may. */
    private Response hold(InputStream in) throws IOException, InterruptedException {
        events.add("holding");
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
        return Response.text("" + count(in));
    }

    private String sleep() throws InterruptedException {
        allAsleep.countDown();
        return allAsleep.await(60, TimeUnit.SECONDS) ? "slept" : "alone";
    }

    private String waitForever() throws InterruptedException {
        events.add("waiting");
        try {
            new Semaphore(0).acquire();
            return "never";
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
    }

    private static long count(InputStream in) throws IOException {
        return in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server().uri(path)).timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> response =
                client().send(request(path).build(), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response;
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        return client().send(
                        request(path).POST(BodyPublishers.ofByteArray(body)).build(),
                        BodyHandlers.ofByteArray());
    }

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    @Test
    void answersAPlainRequest() throws Exception {
        HttpResponse<String> response = get("/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("Hello, World!");
        assertThat(response.headers().firstValue("content-length")).hasValue("13");
        assertThat(response.headers().firstValue("date").orElseThrow()).endsWith("GMT");
        assertThat(get("/inline").body()).isEqualTo("inline");
        assertThat(get("/protocol").body()).isEqualTo("h2c 0");
        assertThat(get("/missing").statusCode()).isEqualTo(404);
    }

    @Test
    void fieldsAreFoundWhateverTheirCase() throws Exception {
        HttpRequest request =
                request("/header")
                        .header("X-One", "1")
                        .header("x-two", "2")
                        .header("x-two", "3")
                        .build();
        assertThat(client().send(request, BodyHandlers.ofString()).body())
                .isEqualTo("1 [2, 3] true");
    }

    @Test
    void headIsAnsweredWithoutBody() throws Exception {
        HttpRequest request = request("/file").method("HEAD", BodyPublishers.noBody()).build();
        HttpResponse<byte[]> response = client().send(request, BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-length")).hasValue("300000");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void streamsAndFilesArriveWhole() throws Exception {
        assertThat(get("/flux").body()).endsWith("line 499\n").hasSize(4390);
        HttpResponse<byte[]> response =
                client().send(request("/file").build(), BodyHandlers.ofByteArray());
        assertThat(response.body()).isEqualTo(content);
        assertThat(client().send(request("/memory").build(), BodyHandlers.ofByteArray()).body())
                .hasSize(20_000_000);
    }

    @Test
    void bodiesOfAnySizeArriveWhole() throws Exception {
        for (int size : new int[] {0, 1, 16_384, 65_535, 65_536, 131_072, 131_073, 1_500_000}) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            assertThat(post("/echo", body).body()).isEqualTo(body);
        }
        assertThat(new String(post("/count", new byte[30_000_000]).body())).isEqualTo("30000000");
    }

    @Test
    void aBodyThatNobodyReadsCostsNeitherAnswerNorConnection() throws Exception {
        assertThat(new String(post("/ignore", new byte[1000]).body())).isEqualTo("ignored");
        assertThat(new String(post("/ignore", new byte[200_000]).body())).isEqualTo("ignored");
        assertThat(post("/echo", new byte[3_000_000]).statusCode()).isEqualTo(413);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestWithABodyIsUpgraded() throws Exception {
        try (HttpClient fresh = HttpClient.newHttpClient()) {
            byte[] body = new byte[50_000];
            new Random(2).nextBytes(body);
            HttpResponse<byte[]> response =
                    fresh.send(
                            request("/echo").POST(BodyPublishers.ofByteArray(body)).build(),
                            BodyHandlers.ofByteArray());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.body()).isEqualTo(body);
        }
    }

    @Test
    void aRequestWithALargeBodyIsAnsweredInHttp1Instead() throws Exception {
        try (HttpClient fresh = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    fresh.send(
                            request("/count")
                                    .POST(BodyPublishers.ofByteArray(new byte[1_000_000]))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(response.body()).isEqualTo("1000000");
        }
    }

    @Test
    void streamsOfOneConnectionAreHandledAtTheSameTime() throws Exception {
        get("/");
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            all.add(client().sendAsync(request("/sleepers").build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : all) {
            assertThat(one.get(90, TimeUnit.SECONDS).body()).isEqualTo("slept");
        }
    }

    @Test
    void aStreamThatBreaksOffIsResetAndNothingElse() throws Exception {
        assertThatThrownBy(() -> get("/broken-stream")).isInstanceOf(IOException.class);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamThatIsResetInterruptsItsHandler() throws Exception {
        get("/");
        CompletableFuture<HttpResponse<String>> waiting =
                client().sendAsync(request("/wait").build(), BodyHandlers.ofString());
        assertEvent("waiting");
        waiting.cancel(true);
        assertEvent("interrupted");
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aSlowReaderSlowsItsWriterAndNobodyElse() throws Exception {
        get("/");
        HttpResponse<InputStream> response =
                client().send(request("/large").build(), BodyHandlers.ofInputStream());
        long stuck = -1;
        while (stuck != written.get() || stuck == 0) {
            stuck = written.get();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        assertThat(stuck).isLessThan(LARGE);
        assertThat(get("/").statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            assertThat(count(body)).isEqualTo(LARGE);
        }
    }

    @Test
    void aDrainLetsOpenStreamsFinish() throws Exception {
        try (RunningServer other = start();
                HttpClient fresh = HttpClient.newHttpClient()) {
            HttpRequest.Builder plain = HttpRequest.newBuilder(other.uri("/"));
            fresh.send(plain.build(), BodyHandlers.ofString());
            HttpRequest gated = HttpRequest.newBuilder(other.uri("/gated")).build();
            HttpResponse<InputStream> open = fresh.send(gated, BodyHandlers.ofInputStream());
            assertThat(open.version()).isEqualTo(HttpClient.Version.HTTP_2);
            CompletableFuture<DrainReport> drain = other.server().drain(Duration.ofMinutes(2));
            try (InputStream body = open.body()) {
                assertThat(new String(body.readNBytes(8))).isEqualTo("before, ");
                gate.release();
                assertThat(new String(body.readAllBytes())).isEqualTo("after");
            }
            assertThat(drain.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    /** Whoever hands the answer on in HTTP/1.1 could send a length or trailers, not both. */
    @ParameterizedTest
    @CsvSource({"/trailers, 5", "/file-trailers, 300000", "/stream-trailers, 10"})
    void anAnswerWithTrailersTellsNoLength(String path, int length) throws Exception {
        try (Http2Client raw = Http2Client.connect(port())) {
            raw.send(frames().windowUpdate(0, 1 << 20).get(1, path).windowUpdate(1, 1 << 20));
            Http2Client.Reply reply = raw.reply(1);
            assertThat(reply.body()).hasSize(length);
            assertThat(reply.field("content-length")).isEmpty();
            assertThat(reply.trailers()).containsEntry("x-last", "field");
        }
    }

    /** What slow uploads hold of the connection's window is their own windows and no more. */
    @Test
    void anUploadPassesThoseThatNobodyReads() throws Exception {
        try (Http2Client raw = Http2Client.connect(port())) {
            Uploads uploads = new Uploads(raw);
            // More than the connection's window in all: what is not given back adds up.
            for (int round = 0, id = 1; round < 3; round++, id += 2) {
                int first = id;
                uploads.await(0, SLOW * WINDOW + FRAME);
                for (int i = 0; i < SLOW; i++, id += 2) {
                    raw.send(frames().post(id, "/hold"));
                    uploads.send(id, WINDOW, false);
                    assertEvent("holding");
                }
                raw.send(frames().post(id, "/count"));
                uploads.send(id, 2 << 20, true);
                assertThat(uploads.answer(id)).isEqualTo("" + (2 << 20));
                for (int slow = first + 2; slow < id; slow += 2) {
                    raw.send(frames().reset(slow, 8));
                    assertEvent("interrupted");
                }
                gate.release();
                raw.send(frames().data(first, true, ""));
                uploads.await(0, SLOW * WINDOW + FRAME);
            }
        }
    }

    /** Sends no more than the server's windows allow. Each stream begins with {@link #WINDOW}. */
    private static final class Uploads {

        private final Http2Client client;
        private final Map<Integer, Integer> room = new HashMap<>(Map.of(0, 65_535));

        Uploads(Http2Client client) {
            this.client = client;
        }

        void send(int stream, int size, boolean end) throws IOException {
            for (int left = size; left > 0; left -= FRAME) {
                await(stream, FRAME);
                await(0, FRAME);
                int flags = end && left == FRAME ? END_STREAM : 0;
                client.send(frames().frame(Http2Bytes.DATA, flags, stream, new byte[FRAME]));
                room.merge(stream, -FRAME, Integer::sum);
                room.merge(0, -FRAME, Integer::sum);
            }
        }

        void await(int stream, int least) throws IOException {
            while (room.computeIfAbsent(stream, fresh -> WINDOW) < least) {
                read();
            }
        }

        String answer(int stream) throws IOException {
            StringBuilder text = new StringBuilder();
            while (true) {
                Http2Client.Frame frame = read();
                if (frame.stream() == stream && frame.type() == Http2Bytes.DATA) {
                    text.append(new String(frame.payload(), StandardCharsets.US_ASCII));
                }
                if (frame.stream() == stream && frame.flag(END_STREAM)) {
                    return text.toString();
                }
            }
        }

        private Http2Client.Frame read() throws IOException {
            Http2Client.Frame frame = Objects.requireNonNull(client.read());
            assertThat(frame.type()).isNotEqualTo(Http2Bytes.GOAWAY);
            if (frame.type() == Http2Bytes.HEADERS) {
                // Or what stands in later ones is not understood.
                assertThat(client.fields(frame)).containsEntry(":status", "200");
            } else if (frame.type() == Http2Bytes.WINDOW_UPDATE) {
                room.merge(frame.stream(), frame.code(), Integer::sum);
            }
            return frame;
        }
    }
}
