package io.tako.contracts.http;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.listeners.Transport;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.HttpService;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What an answer looks like on the wire, whoever gives it and whatever version of HTTP carries it:
 * statuses without content, trailers, and what breaks half way.
 */
@EveryBackEnd
@OneInstance
final class HttpAnswersContract extends ServerContract {

    private static final List<String> DOORS = List.of("/handled", "/inline", "/door");

    /** Fits into the window that a stream of HTTP/2 begins with. */
    private static final int LENGTH = 50_000;

    private static final String BAD = "a\r\nb: c";

    private final LinkedBlockingQueue<String> threads = new LinkedBlockingQueue<>();
    private @Nullable TestAuthority authority;
    private @Nullable Path file;
    private @Nullable RunningServer encrypted;

    HttpAnswersContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start(@TempDir Path directory) throws Exception {
        file = Files.write(directory.resolve("file.txt"), new byte[LENGTH]);
        authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("standard.test").material());
        HttpService service = HttpService.of(RunningServer.router(routes()), this::answerAtTheDoor);
        run(
                RunningServer.start(
                        kind, io, 1, listener -> listener.withHttp2(Http2Config.on()), service));
        encrypted = RunningServer.start(kind, io, 1, listener -> listener.withTls(tls), service);
    }

    @OneInstance.Stop
    void stop() {
        Objects.requireNonNull(encrypted).close();
        close();
    }

    @BeforeEach
    void forget() {
        threads.clear();
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "quick"))
                        .get(
                                "/handled/{body}/{status}",
                                handle(
                                        path("body", String.class),
                                        path("status", int.class),
                                        this::answer))
                        .get(
                                "/inline/{body}/{status}",
                                nonBlocking(
                                        handle(
                                                path("body", String.class),
                                                path("status", int.class),
                                                this::answer)))
                        .get("/host", HttpAnswersContract::host)
                        .get(
                                "/breaks",
                                handle(() -> Response.stream(MediaType.TEXT_PLAIN, this::breakOff)))
                        .get(
                                "/publishes",
                                handle(
                                        () ->
                                                Flux.just("some")
                                                        .concatWith(
                                                                Flux.error(
                                                                        new IllegalStateException(
                                                                                "a test's")))));
    }

    /** The other handler: what it answers is named as what the routes do. */
    private void answerAtTheDoor(Exchange exchange) {
        String[] parts = exchange.target().split("/", -1);
        exchange.schedule(
                Duration.ofMillis(1),
                () -> exchange.respond(answer(parts[2], Integer.parseInt(parts[3]))));
    }

    private Response answer(String body, int status) {
        Response response = Response.of(HttpStatusCode.valueOf(status));
        return switch (body) {
            case "text" -> response.body("text");
            case "trailers" -> response.body("text").trailers(this::trailers);
            case "empty-trailers" -> response.trailers(this::trailers);
            case "streamed" -> response.body(streamed());
            case "streamed-trailers" -> response.body(streamed()).trailers(this::trailers);
            case "published" -> response.body(published());
            case "published-trailers" -> response.body(published()).trailers(this::trailers);
            case "file" -> response.body(new Body.File(file(), 0, LENGTH));
            case "file-trailers" ->
                    response.body(new Body.File(file(), 0, LENGTH)).trailers(this::trailers);
            case "throws" -> response.body("text").trailers(HttpAnswersContract::fail);
            case "null" -> response.body("text").trailers(() -> null);
            case "bad" -> response.body("text").trailers(HttpAnswersContract::bad);
            case "streamed-throws" -> response.body(streamed()).trailers(HttpAnswersContract::fail);
            case "streamed-bad" -> response.body(streamed()).trailers(HttpAnswersContract::bad);
            case "published-throws" ->
                    response.body(published()).trailers(HttpAnswersContract::fail);
            case "published-bad" -> response.body(published()).trailers(HttpAnswersContract::bad);
            default -> throw new IllegalArgumentException(body);
        };
    }

    private Path file() {
        return Objects.requireNonNull(file);
    }

    private static Body streamed() {
        return new Body.Streaming(out -> out.write("text".getBytes(StandardCharsets.US_ASCII)), 4);
    }

    private static Body published() {
        Mono<DataBuffer> text =
                Mono.fromSupplier(
                        () ->
                                DefaultDataBufferFactory.sharedInstance.wrap(
                                        "text".getBytes(StandardCharsets.US_ASCII)));
        return new Body.Published(Mono.just(text), 4);
    }

    private HttpHeaders trailers() {
        threads.add(Thread.currentThread().isVirtual() ? "virtual" : "loop");
        HttpHeaders trailers = new HttpHeaders();
        trailers.add("checksum", "abc");
        trailers.add("content-length", "7");
        return trailers;
    }

    private static HttpHeaders fail() {
        throw new IllegalStateException("thrown on purpose by a test");
    }

    private static HttpHeaders bad() {
        HttpHeaders trailers = new HttpHeaders();
        trailers.add("checksum", BAD);
        return trailers;
    }

    private void breakOff(BodyWriter out) throws IOException {
        out.write("some".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        throw new IllegalStateException("thrown on purpose by a test");
    }

    private static Response host(Request request) {
        return Response.text(
                String.join(
                        " ",
                        request.authority(),
                        request.header("host"),
                        request.headers("Host").toString(),
                        request.headers().getFirst(HttpHeaders.HOST)));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private RawClient client() throws IOException {
        return RawClient.connect(server().port());
    }

    // Statuses without content.

    static Stream<Arguments> bodyless() {
        return Stream.of("text", "trailers", "streamed-trailers", "published-trailers", "file")
                .flatMap(
                        body ->
                                DOORS.stream()
                                        .flatMap(
                                                door ->
                                                        Stream.of(204, 205, 304)
                                                                .map(
                                                                        status ->
                                                                                Arguments.of(
                                                                                        door, body,
                                                                                        status))));
    }

    @ParameterizedTest
    @MethodSource("bodyless")
    void aStatusWithoutContentHasNone(String door, String body, int status) throws Exception {
        String target = door + "/" + body + "/" + status;
        try (RawClient client = client()) {
            client.send(get(target) + get("/"));
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.field("content-length")).isEqualTo(status == 205 ? "0" : "");
            assertThat(reply.field("transfer-encoding")).isEmpty();
            // Nothing of it is in the way of the next one.
            assertThat(client.reply().text()).isEqualTo("quick");
        }
        try (Http2Client client = Http2Client.connect(server().port())) {
            Http2Client.Reply reply = client.send(Http2Bytes.frames().get(1, target)).reply(1);
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.trailers()).isEmpty();
            assertThat(reply.field("content-length")).isEqualTo(status == 205 ? "0" : "");
        }
        assertThat(threads).isEmpty();
    }

    // Trailers.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trailers",
                "empty-trailers",
                "streamed-trailers",
                "published-trailers",
                "file-trailers"
            })
    void trailersFollowABodyOfAnyKind(String body) throws Exception {
        for (String door : DOORS) {
            String target = door + "/" + body + "/200";
            try (RawClient client = client()) {
                RawClient.Reply reply = client.send(get(target)).reply();
                assertThat(reply.trailers()).as(target).containsOnlyKeys("checksum");
                assertThat(client.send(get("/")).reply().text()).isEqualTo("quick");
            }
            try (Http2Client client = Http2Client.connect(server().port())) {
                Http2Client.Reply reply = client.send(Http2Bytes.frames().get(1, target)).reply(1);
                assertThat(reply.trailers()).as(target).containsOnlyKeys("checksum");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trailers", "empty-trailers", "streamed-trailers"})
    void trailersAreAskedForWhereTheHandlerRuns(String body) throws Exception {
        String target = "/handled/" + body + "/200";
        try (RawClient client = client()) {
            assertThat(client.send(get(target)).reply().status()).isEqualTo(200);
        }
        assertThat(threads.poll(30, TimeUnit.SECONDS)).isEqualTo("virtual");
        try (Http2Client client = Http2Client.connect(server().port())) {
            assertThat(client.send(Http2Bytes.frames().get(1, target)).reply(1).status())
                    .isEqualTo(200);
        }
        assertThat(threads.poll(30, TimeUnit.SECONDS)).isEqualTo("virtual");
        assertThat(threads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "null", "bad"})
    void trailersThatFailBeforeAnythingIsSentAreA500(String body) throws Exception {
        for (String door : DOORS) {
            String target = door + "/" + body + "/200";
            try (RawClient client = client()) {
                assertThat(client.send(get(target)).reply().status()).as(target).isEqualTo(500);
                assertThat(client.send(get("/")).reply().text()).isEqualTo("quick");
            }
            try (Http2Client client = Http2Client.connect(server().port())) {
                assertThat(client.send(Http2Bytes.frames().get(1, target)).reply(1).status())
                        .as(target)
                        .isEqualTo(500);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamed-throws", "streamed-bad", "published-throws", "published-bad"})
    void trailersThatFailBehindAStreamBreakItOff(String body) throws Exception {
        for (String door : DOORS) {
            String target = door + "/" + body + "/200";
            try (RawClient client = client()) {
                client.send(get(target));
                assertThatThrownBy(client::reply).as(target).isInstanceOf(IOException.class);
            }
            try (Http2Client client = Http2Client.connect(server().port())) {
                assertThat(client.send(Http2Bytes.frames().get(1, target)).reply(1).status())
                        .as(target)
                        .isGreaterThanOrEqualTo(Http2Client.Reply.RESET);
            }
        }
        Waiting.until(() -> server().server().openConnections(), 0);
    }

    // What breaks half way.

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aPartThatTheEndOfTheConnectionDelimitsIsNeverTakenForTheWhole(Transport over)
            throws Exception {
        for (String path : List.of("/breaks", "/publishes")) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (Socket socket = connect(over, version);
                        RawClient client = RawClient.over(socket)) {
                    client.send("GET " + path + " HTTP/1.0\r\n\r\n");
                    assertThatThrownBy(client::reply)
                            .as(path)
                            .isInstanceOf(IOException.class)
                            .hasMessageNotContaining("Read timed out");
                }
            }
        }
    }

    private Socket connect(Transport over, String version) throws Exception {
        if (!over.encrypted()) {
            return new Socket(InetAddress.getLoopbackAddress(), server().port());
        }
        SSLSocket socket =
                (SSLSocket)
                        Objects.requireNonNull(authority)
                                .clientContext(null)
                                .getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(),
                                        Objects.requireNonNull(encrypted).port());
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    // The name that is asked for.

    @Test
    void anAbsoluteTargetStandsForTheHostField() throws Exception {
        try (RawClient client = client()) {
            client.send("GET http://other:81/host HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("other:81 other:81 [other:81] other:81");
            client.send("GET http://other/host HTTP/1.0\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("other other [other] other");
        }
    }
}
