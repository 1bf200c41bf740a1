package io.tako.contracts.http;

import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * What comes ahead of an answer (RFC 8297), on every runtime and every I/O back end, over HTTP/1.1
 * and HTTP/2: at once, in order, before the answer and never after it has begun.
 */
@EveryBackEnd
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EarlyHintsContract extends ServerContract {

    private static final String STYLE = "</style.css>; rel=preload; as=style";
    private static final String SCRIPT = "</script.js>; rel=preload; as=script";

    private final Semaphore mayAnswer = new Semaphore(0);
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    EarlyHintsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @BeforeEach
    void start() {
        run(
                RunningServer.start(
                        kind, io, 1, listener -> listener.withHttp2(Http2Config.on()), routes()));
    }

    @AfterEach
    void stop() {
        close();
    }

    private Routes routes() {
        return routes ->
                routes.get("/waits", this::waits)
                        .get("/hinted", EarlyHintsContract::hinted)
                        .get("/inline", nonBlocking(EarlyHintsContract::hinted))
                        .get("/elsewhere", EarlyHintsContract::elsewhere)
                        .get("/many", EarlyHintsContract::many)
                        .get("/framing", EarlyHintsContract::framing)
                        .get("/forged", EarlyHintsContract::forged)
                        .get("/late", EarlyHintsContract::late)
                        .get("/stream", EarlyHintsContract::stream)
                        .get("/left", this::left);
    }

    private Response waits(Request request) throws InterruptedException {
        request.hints(STYLE, SCRIPT);
        mayAnswer.acquire();
        request.hints(SCRIPT);
        return Response.text("waited");
    }

    private static Response hinted(Request request) {
        request.hints(STYLE);
        request.hints(SCRIPT);
        return Response.text("hinted");
    }

    private static Response elsewhere(Request request) throws InterruptedException {
        Thread other = Thread.ofPlatform().start(() -> request.exchange().hints(link(STYLE)));
        other.join();
        return Response.text("hinted");
    }

    private static Response many(Request request) {
        for (int i = 0; i < 1_000; i++) {
            request.hints("</" + i + ">");
        }
        return Response.text("hinted");
    }

    /** The framing of a 103 is its version's own, and one without fields says nothing. */
    private static Response framing(Request request) {
        HttpHeaders fields = link(STYLE);
        fields.set("Content-Length", "7");
        fields.set("Transfer-Encoding", "chunked");
        fields.set("Connection", "close");
        request.hints(fields);
        request.hints(new HttpHeaders());
        return Response.text("hinted");
    }

    private static Response forged(Request request) {
        request.hints("a\r\n\r\nHTTP/1.1 200 OK");
        return Response.text("hinted");
    }

    private static Response late(Request request) {
        request.exchange().respond(Response.text("early"));
        request.hints(STYLE);
        return Response.text("late");
    }

    private static Response stream(Request request) {
        request.hints(STYLE);
        return Response.stream(
                MediaType.TEXT_PLAIN,
                out -> {
                    out.write(bytes("a"));
                    out.flush();
                    request.hints(SCRIPT);
                    out.write(bytes("b"));
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Response left(Request request) {
        events.add("waiting");
        try {
            mayAnswer.acquire();
        } catch (InterruptedException gone) {
            request.hints(STYLE);
            events.add("hinted nobody");
        }
        return Response.noContent();
    }

    private static HttpHeaders link(String value) {
        HttpHeaders fields = new HttpHeaders();
        fields.set(HttpHeaders.LINK, value);
        return fields;
    }

    /** Asks in one version of HTTP and sees what comes ahead of the answer. */
    private interface Asking extends AutoCloseable {

        Asking get(String path) throws IOException;

        /** One head: "status link". */
        String head() throws IOException;

        /** The answer to the next request, which comes in one piece, with the heads before it. */
        default List<String> heads() throws IOException {
            List<String> all = new ArrayList<>();
            do {
                all.add(head());
            } while (all.getLast().startsWith("1"));
            return all;
        }

        @Override
        void close() throws IOException;
    }

    private static String head(String status, Map<String, String> fields) {
        return (status + " " + fields.getOrDefault("link", "")).strip();
    }

    private record Http1Asking(RawClient client) implements Asking {

        @Override
        public Asking get(String path) throws IOException {
            client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            return this;
        }

        @Override
        public String head() throws IOException {
            RawClient.Reply reply = client.reply();
            return EarlyHintsContract.head("" + reply.status(), reply.fields());
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private static final class Http2Asking implements Asking {

        private final Http2Client client;
        private int stream = -1;

        Http2Asking(Http2Client client) {
            this.client = client;
        }

        @Override
        public Asking get(String path) throws IOException {
            stream += 2;
            client.send(Http2Bytes.frames().get(stream, path));
            return this;
        }

        @Override
        public String head() throws IOException {
            Http2Client.Frame frame;
            do {
                frame = Objects.requireNonNull(client.read(), "the connection ended");
            } while (frame.type() != Http2Bytes.HEADERS);
            Map<String, String> fields = client.fields(frame);
            String status = fields.getOrDefault(":status", "none");
            assertThat(frame.flag(Http2Bytes.END_STREAM) && status.startsWith("1")).isFalse();
            return EarlyHintsContract.head(status, fields);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private Asking ask(String version) {
        try {
            return version.equals("h2")
                    ? new Http2Asking(Http2Client.connect(port()))
                    : new Http1Asking(RawClient.connect(port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void hintsArriveWhileTheHandlerIsAtWork(String version) throws Exception {
        try (Asking client = ask(version)) {
            client.get("/waits");
            assertThat(client.head()).isEqualTo("103 " + STYLE + ", " + SCRIPT);
            mayAnswer.release();
            assertThat(client.heads()).containsExactly("103 " + SCRIPT, "200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void hintsComeInTheirOrderBeforeTheAnswer(String version) throws Exception {
        try (Asking client = ask(version)) {
            for (String path : List.of("/hinted", "/inline", "/hinted")) {
                assertThat(client.get(path).heads())
                        .containsExactly("103 " + STYLE, "103 " + SCRIPT, "200");
            }
            assertThat(client.get("/elsewhere").heads()).containsExactly("103 " + STYLE, "200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void whatComesAfterTheBeginningOfTheAnswerIsNotSent(String version) throws Exception {
        try (Asking client = ask(version)) {
            assertThat(client.get("/late").heads()).containsExactly("200");
            assertThat(client.get("/stream").heads()).containsExactly("103 " + STYLE, "200");
            assertThat(client.get("/late").heads()).containsExactly("200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void sixteenHintsAreSentAndNotOneMore(String version) throws Exception {
        try (Asking client = ask(version)) {
            assertThat(client.get("/many").heads())
                    .hasSize(17)
                    .startsWith("103 </0>", "103 </1>")
                    .endsWith("103 </15>", "200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void aFieldThatBreaksOutOfItsLineIsRefused(String version) throws Exception {
        try (Asking client = ask(version)) {
            assertThat(client.get("/forged").heads()).containsExactly("500");
            assertThat(client.get("/framing").heads()).containsExactly("103 " + STYLE, "200");
        }
    }

    @Test
    void framingFieldsAreLeftOut() throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /framing HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.reply().fields()).containsOnlyKeys("link", "date");
            assertThat(client.reply().text()).isEqualTo("hinted");
        }
    }

    @Test
    void pipelinedAnswersHaveTheirHintsBeforeThem() throws Exception {
        try (Asking client = ask("http/1.1")) {
            client.get("/hinted").get("/late").get("/inline");
            assertThat(client.heads()).containsExactly("103 " + STYLE, "103 " + SCRIPT, "200");
            assertThat(client.heads()).containsExactly("200");
            assertThat(client.heads()).containsExactly("103 " + STYLE, "103 " + SCRIPT, "200");
        }
    }

    @Test
    void http10HasNoHints() throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /hinted HTTP/1.0\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aHandlerMayHintToAPeerThatHasLeft() throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /left HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo("waiting");
            client.reset();
        }
        assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo("hinted nobody");
        try (Asking client = ask("http/1.1")) {
            assertThat(client.get("/late").heads()).containsExactly("200");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aClientThatDoesNotKnowHintsGetsTheAnswer(HttpClient.Version version) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response =
                        client.send(
                                HttpRequest.newBuilder(server().uri("/hinted")).build(),
                                BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).isEqualTo("hinted");
            }
        }
    }
}
