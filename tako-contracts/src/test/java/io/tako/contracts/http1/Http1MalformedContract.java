package io.tako.contracts.http1;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What HTTP/1.1 answers to messages that are malformed or could be read in two ways, and that it
 * never goes on from them to a request hidden behind.
 */
@EveryBackEnd
@OneInstance
final class Http1MalformedContract extends ServerContract {

    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();

    Http1MalformedContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    static Stream<Http1Case> malformed() {
        return Stream.of(Http1LineCases.all(), Http1FieldCases.all(), Http1BodyCases.all())
                .flatMap(s -> s);
    }

    static Stream<Http1Case> brokenBodies() {
        return Http1BodyCases.chunked();
    }

    static Stream<Http1Case> sound() {
        return Http1SoundCases.all();
    }

    @OneInstance.Start
    void start() {
        run(RunningServer.start(kind, io, 1, routes()));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        handled.set(0);
        next.set(0);
    }

    /** A body counts as handled once a handler has all of it. */
    private Routes routes() {
        return routes ->
                routes.get("/", handle(this::answer))
                        .post("/", handle(bytes(), body -> answer()))
                        .post(
                                "/streamed",
                                request -> {
                                    request.content().stream().readAllBytes();
                                    return Response.text(answer());
                                })
                        .post("/unread", handle(() -> "not read"))
                        .get("/authority", request -> Response.text(request.authority()))
                        .get("/next", handle(() -> "next " + next.incrementAndGet()));
    }

    private String answer() {
        return "handled " + handled.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefused(Http1Case request) throws Exception {
        try (RawClient client = client()) {
            client.send(request.bytes() + NEXT);
            assertRefused(client, request);
        }
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefusedByteByByte(Http1Case request) throws Exception {
        try (RawClient client = client()) {
            drip(client, request.bytes() + NEXT);
            assertRefused(client, request);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void isRefusedToAHandlerThatReads(Http1Case request) throws Exception {
        Http1Case streamed = to("/streamed", request);
        try (RawClient client = client()) {
            client.send(streamed.bytes() + NEXT);
            assertRefused(client, streamed);
        }
        try (RawClient client = client()) {
            drip(client, streamed.bytes() + NEXT);
            assertRefused(client, streamed);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void endsTheConnectionOfAHandlerThatDoesNotRead(Http1Case request) throws Exception {
        try (RawClient client = client()) {
            client.send(to("/unread", request).bytes() + NEXT);
            assertThat(client.reply().status()).isIn(200, 400);
            assertThat(client.closed()).isTrue();
        }
        assertThat(next).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("sound")
    void isAnswered(Http1Case request) throws Exception {
        try (RawClient client = client()) {
            client.send(request.bytes() + NEXT);
            assertAnswered(client, request);
        }
    }

    @ParameterizedTest
    @MethodSource("sound")
    void isAnsweredByteByByte(Http1Case request) throws Exception {
        try (RawClient client = client()) {
            drip(client, request.bytes() + NEXT);
            assertAnswered(client, request);
        }
    }

    @Test
    void anAbsoluteTargetOverridesHost() throws Exception {
        try (RawClient client = client()) {
            client.send("GET http://target:81/authority HTTP/1.1\r\nHost: field:82\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("target:81");
            client.send("GET /authority HTTP/1.1\r\nHost: field:82\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("field:82");
        }
    }

    private void assertRefused(RawClient client, Http1Case request) throws IOException {
        RawClient.Reply reply = client.reply();
        assertThat(reply.status()).as(request.name()).isEqualTo(request.status());
        assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.text()).contains("\"status\":" + request.status());
        if (request.closes()) {
            assertThat(reply.field("connection")).isEqualTo("close");
        } else {
            assertThat(client.reply().text()).isEqualTo("next 1");
        }
        assertThat(client.closed()).isTrue();
        assertThat(handled).as(request.name()).hasValue(0);
        assertThat(next).hasValue(request.closes() ? 0 : 1);
    }

    private void assertAnswered(RawClient client, Http1Case request) throws IOException {
        assertThat(client.reply().status()).as(request.name()).isEqualTo(request.status());
        assertThat(client.reply().text()).isEqualTo("next 1");
        assertThat(client.closed()).isTrue();
        assertThat(handled).hasValue(request.status() == 200 ? 1 : 0);
    }

    private static Http1Case to(String path, Http1Case request) {
        String bytes = request.bytes().replace("POST / ", "POST " + path + " ");
        assertThat(bytes).contains(path);
        return new Http1Case(
                request.name(), request.section(), bytes, request.status(), request.closes());
    }

    /** Sends one byte per segment, as far as the server takes them. */
    private static void drip(RawClient client, String bytes) {
        try {
            for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
                client.out().write(b);
                client.out().flush();
            }
        } catch (IOException e) {
            // The server has answered and closed before the end; the answer is what counts.
            assertThat(client.in()).isNotNull();
        }
    }

    private RawClient client() throws IOException {
        return RawClient.connect(port());
    }
}
