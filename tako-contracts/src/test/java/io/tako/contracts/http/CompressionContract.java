package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.tako.contracts.EveryBackEndAndVersion;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.BodyWriter;
import io.tako.http.Response;
import io.tako.respond.Sse;
import io.tako.respond.SseEmitter;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.CompressionConfig;
import io.tako.transport.config.Http2Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * What clients get of compressed responses on every runtime and every I/O back end, and over every
 * version of HTTP.
 */
@EveryBackEndAndVersion
@OneInstance
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CompressionContract extends ServerContract {

    private static final String TEXT = "a line of text that comes again and again\n".repeat(200);
    private static final List<String> PATHS =
            List.of(
                    "/text",
                    "/inline",
                    "/large",
                    "/large-inline",
                    "/file",
                    "/file-inline",
                    "/flux");

    private final Semaphore mayGoOn = new Semaphore(0);
    private final HttpClient.Version version;
    private final HttpClient http;
    private byte[] large = new byte[0];
    private @Nullable Path file;

    CompressionContract(RuntimeKind kind, IoPreference io, HttpClient.Version version) {
        super(kind, io);
        this.version = version;
        this.http = HttpClient.newBuilder().version(version).build();
    }

    @OneInstance.Start
    void start(@TempDir Path directory) throws IOException {
        large = mixed(600_000);
        file = Files.write(directory.resolve("file.txt"), large);
        run(start());
    }

    private RunningServer start() {
        List<MediaType> types = new ArrayList<>(CompressionConfig.defaults().mimeTypes());
        types.add(MediaType.TEXT_EVENT_STREAM);
        CompressionConfig config = CompressionConfig.defaults().withMimeTypes(types);
        return RunningServer.start(
                kind,
                io,
                1,
                listener ->
                        listener.withHttp2(Http2Config.on().withUpgrade(true))
                                .withCompression(config),
                routes());
    }

    @OneInstance.Stop
    void stop() {
        http.shutdownNow();
        close();
    }

    /** Noise and repetition, so that compressed data is neither tiny nor whole. */
    private static byte[] mixed(int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(1 + i * 20 / length));
        }
        return bytes;
    }

    private Routes routes() {
        return routes ->
                routes.get("/text", handle(() -> TEXT))
                        .get("/inline", nonBlocking(handle(() -> TEXT)))
                        .get("/large", handle(this::large))
                        .get("/large-inline", nonBlocking(handle(this::large)))
                        .get("/file", handle(() -> file))
                        .get("/file-inline", nonBlocking(handle(() -> file)))
                        .get(
                                "/flux",
                                handle(() -> Flux.range(0, 5000).map(i -> "line " + i + "\n")))
                        .get("/tagged", handle(() -> Response.text(TEXT).header("ETag", "\"v1\"")))
                        .get(
                                "/steps",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::steps)))
                        .get(
                                "/broken",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::breakOff)))
                        .sse("/events", handle(() -> Sse.emit(this::events)));
    }

    private Response large() {
        return Response.bytes(large, "text/plain");
    }

    private void steps(BodyWriter out) throws Exception {
        for (int i = 1; i <= 3; i++) {
            out.write(("step " + i + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            mayGoOn.acquire();
        }
    }

    private void breakOff(BodyWriter out) throws Exception {
        out.write(TEXT.getBytes(StandardCharsets.UTF_8));
        out.flush();
        throw new IllegalStateException("the source broke");
    }

    private void events(SseEmitter emitter) throws Exception {
        emitter.send("connected");
        new CountDownLatch(1).await();
    }

    private static InputStream decoded(HttpResponse<InputStream> response) throws IOException {
        String coding = response.headers().firstValue("content-encoding").orElse("identity");
        InputStream in = response.body();
        return switch (coding) {
            case "br" -> {
                BrotliInputStream brotli = new BrotliInputStream(in);
                brotli.enableEagerOutput();
                yield brotli;
            }
            case "zstd" -> new ZstdInputStreamNoFinalizer(in);
            case "gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> in;
        };
    }

    private HttpResponse<InputStream> get(String path, String accepted, String... fields)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server().uri(path)).header("Accept-Encoding", accepted);
        if (fields.length > 0) {
            request.headers(fields);
        }
        HttpResponse<InputStream> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(version);
        return response;
    }

    private static String field(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            assertThat(c).as("the end after \"%s\"", line).isNotNegative();
            line.append((char) c);
        }
        return line.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "deflate"})
    void decodedContentIsThatOfIdentity(String coding) throws Exception {
        for (String path : PATHS) {
            byte[] plain;
            try (InputStream in = get(path, "identity").body()) {
                plain = in.readAllBytes();
            }
            HttpResponse<InputStream> response = get(path, coding);
            assertThat(field(response, "content-encoding")).as(path).isEqualTo(coding);
            assertThat(field(response, "vary")).as(path).isEqualTo("Accept-Encoding");
            try (InputStream in = decoded(response)) {
                assertThat(in.readAllBytes()).as(path).isEqualTo(plain);
            }
        }
    }

    @Test
    void smallContentHasItsCompressedLength() throws Exception {
        HttpResponse<InputStream> response = get("/text", "gzip");
        int length = Integer.parseInt(field(response, "content-length"));
        try (InputStream in = response.body()) {
            assertThat(in.readAllBytes()).hasSize(length).hasSizeLessThan(TEXT.length() / 10);
        }
    }

    @Test
    void headHasTheFieldsOfGet() throws Exception {
        for (String path : List.of("/text", "/file")) {
            try (RawClient client = RawClient.connect(server().port())) {
                String rest = " " + path + " HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br\r\n\r\n";
                RawClient.Reply get = client.send("GET" + rest).reply();
                RawClient.Reply head = client.send("HEAD" + rest).reply(true);
                get.fields().remove("date");
                get.fields().remove("transfer-encoding");
                head.fields().remove("date");
                assertThat(head.fields()).isEqualTo(get.fields());
                assertThat(head.field("content-encoding")).isEqualTo("br");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "deflate"})
    void whatIsFlushedIsSeenBeforeTheEnd(String coding) throws Exception {
        HttpResponse<InputStream> response = get("/steps", coding);
        assertThat(field(response, "content-encoding")).isEqualTo(coding);
        try (InputStream in = decoded(response)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(line(in)).isEqualTo("step " + i);
                mayGoOn.release();
            }
            assertThat(in.read()).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip", "deflate"})
    void eventsAreSeenAtOnceAndADrainEndsTheirStream(String coding) throws Exception {
        try (RunningServer own = start()) {
            HttpRequest request =
                    HttpRequest.newBuilder(own.uri("/events"))
                            .header("Accept-Encoding", coding)
                            .build();
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(field(response, "content-encoding")).isEqualTo(coding);
            InputStream in = decoded(response);
            assertThat(line(in)).isEqualTo("data: connected");
            CompletableFuture<DrainReport> report = own.server().drain(Duration.ofSeconds(100));
            assertThat(line(in)).isEmpty();
            assertThat(line(in)).startsWith("retry: ");
            assertThat(line(in)).isEmpty();
            assertThat(in.read()).isNegative();
            assertThat(report.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    @Test
    void streamThatBreaksIsNeverEndedAsIfComplete() throws Exception {
        try (RawClient client = RawClient.connect(server().port())) {
            client.send("GET /broken HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n");
            assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
        }
    }

    @Test
    void rangesAreOfTheContentAsItIs() throws Exception {
        HttpResponse<InputStream> whole = get("/file", "gzip");
        assertThat(field(whole, "accept-ranges")).isEmpty();
        whole.body().close();
        HttpResponse<InputStream> part = get("/file", "gzip", "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(field(part, "content-encoding")).isEmpty();
        try (InputStream in = part.body()) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(large, 10, 20));
        }
    }

    @Test
    void tagOfTheCompressedContentIsKnownAgain() throws Exception {
        for (String path : List.of("/tagged", "/file")) {
            HttpResponse<InputStream> first = get(path, "gzip");
            String tag = field(first, "etag");
            first.body().close();
            assertThat(tag).startsWith("W/");
            HttpResponse<InputStream> again = get(path, "gzip", "If-None-Match", tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(field(again, "etag")).isEqualTo(tag);
            assertThat(again.body().readAllBytes()).isEmpty();
        }
    }

    @Test
    void curlDecodesWhatItAsksFor(@TempDir Path directory) throws Exception {
        for (String path : PATHS) {
            byte[] plain = curl(directory, path);
            assertThat(curl(directory, path, "--compressed")).as(path).isEqualTo(plain);
        }
        byte[] plain = curl(directory, "/file");
        for (String coding : List.of("br", "zstd", "gzip", "deflate")) {
            String asked = "Accept-Encoding: " + coding;
            assertThat(curl(directory, "/file", "--compressed", "--header", asked))
                    .as(coding)
                    .isEqualTo(plain);
        }
    }

    private byte[] curl(Path directory, String path, String... options) throws Exception {
        Path body = directory.resolve("body");
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
        command.addAll(List.of("--fail", "--output", body.toString()));
        command.addAll(List.of(options));
        command.add(server().uri(path).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readAllBytes(body);
    }
}
