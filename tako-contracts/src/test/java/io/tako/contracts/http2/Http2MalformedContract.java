package io.tako.contracts.http2;

import static io.tako.contracts.peers.Http2Bytes.frames;
import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What HTTP/2 answers to frames that break its rules: the right error, of a stream or of the
 * connection; no handler is called; and after a stream error the connection goes on.
 */
@EveryBackEnd
@OneInstance
final class Http2MalformedContract extends ServerContract {

    /** Later than any stream of the tables. */
    private static final int NEXT = 999;

    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    private final AtomicInteger handled = new AtomicInteger();

    Http2MalformedContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    static Stream<Http2Case> malformed() {
        return Stream.of(Http2HeadCases.all(), Http2BodyCases.all(), Http2FrameCases.all())
                .flatMap(s -> s);
    }

    static Stream<Http2Case> sound() {
        return Http2SoundCases.all();
    }

    @OneInstance.Start
    void start() {
        run(
                RunningServer.start(
                        kind, io, 1, listener -> listener.withHttp2(Http2Config.on()), routes()));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        handled.set(0);
    }

    /** A body counts as handled once a handler has all of it. */
    private Routes routes() {
        return routes ->
                routes.get("/", handle(this::answer))
                        .post("/", handle(bytes(), body -> answer()))
                        .get("/hold", handle(this::hold))
                        .post("/unread", handle(this::hold))
                        .get("/next", handle(() -> "next"));
    }

    private String answer() {
        return "handled " + handled.incrementAndGet();
    }

    /** Holds its stream open until the client's end of it is seen to be gone. */
    private String hold() throws InterruptedException {
        new CountDownLatch(1).await();
        return "never";
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefused(Http2Case wrong) throws Exception {
        try (Http2Client client = client().send(wrong.frames())) {
            assertAnswered(client, wrong);
        }
        assertThat(handled).as(wrong.name()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefusedByteByByte(Http2Case wrong) throws Exception {
        try (Http2Client client = client()) {
            drip(client, wrong.frames());
            assertAnswered(client, wrong);
        }
        assertThat(handled).as(wrong.name()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("sound")
    void isAnswered(Http2Case sound) throws Exception {
        try (Http2Client client = client().send(sound.frames())) {
            assertAnswered(client, sound);
        }
        assertThat(handled).as(sound.name()).hasValue(1);
    }

    private static void assertAnswered(Http2Client client, Http2Case sent) throws IOException {
        try {
            assertAnswer(client, sent);
        } catch (IOException e) {
            throw new IOException(sent + ": " + e.getMessage(), e);
        }
    }

    private static void assertAnswer(Http2Client client, Http2Case sent) throws IOException {
        switch (sent.answer()) {
            case STATUS -> {
                assertThat(client.reply(1).status()).as(sent.toString()).isEqualTo(sent.code());
                assertLives(client);
            }
            case STREAM -> {
                int expected = Http2Client.Reply.RESET + sent.code();
                assertThat(client.reply(1).status()).as(sent.toString()).isEqualTo(expected);
                assertLives(client);
            }
            case CONNECTION -> {
                Http2Client.Frame goAway = client.goAway();
                assertThat(goAway).as(sent.toString()).isNotNull();
                assertThat(Objects.requireNonNull(goAway).code())
                        .as(sent.toString())
                        .isEqualTo(sent.code());
            }
        }
    }

    private static void assertLives(Http2Client client) throws IOException {
        client.send(frames().get(NEXT, "/next"));
        assertThat(client.reply(NEXT).text()).isEqualTo("next");
    }

    @Test
    void aPingIsSentBackAsItCame() throws Exception {
        try (Http2Client client = client().send(frames().ping(0x0102_0304_0506_0708L))) {
            Http2Client.Frame frame = client.read();
            while (frame != null && frame.type() != Http2Bytes.PING) {
                frame = client.read();
            }
            assertThat(Objects.requireNonNull(frame).flag(Http2Bytes.ACK)).isTrue();
            assertThat(frame.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void settingsAreAcknowledgedOneByOne() throws Exception {
        Http2Bytes three = frames().settings(4, 1000).settings(4, 2000).settings();
        try (Http2Client client = client().send(three.get(1, "/next"))) {
            int acknowledged = 0;
            // Three, and the one of the preface.
            while (acknowledged < 4) {
                Http2Client.Frame frame = Objects.requireNonNull(client.read());
                if (frame.type() == Http2Bytes.SETTINGS && frame.flag(Http2Bytes.ACK)) {
                    acknowledged++;
                    assertThat(frame.payload()).isEmpty();
                }
            }
            client.send(frames().get(3, "/next"));
            assertThat(client.reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void goAwayNamesTheLastStreamThatWasTaken() throws Exception {
        try (Http2Client client = client()) {
            client.send(frames().get(1, "/next").get(5, "/next"));
            client.reply(5);
            client.send(frames().data(0, true, "x"));
            Http2Client.Frame goAway = Objects.requireNonNull(client.goAway());
            assertThat(goAway.stream()).isZero();
            assertThat(goAway.code()).isEqualTo(Http2Case.PROTOCOL_ERROR);
            // Netty names the highest of all where it cannot tell, which only forbids to try again.
            assertThat(goAway.lastStream()).isGreaterThanOrEqualTo(5);
        }
    }

    /** What begins like the preface and is none is HTTP/1.1, in which it means nothing. */
    @Test
    void aBrokenPrefaceIsNoRequest() throws Exception {
        for (String preface :
                new String[] {
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\rX", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"
                }) {
            try (RawClient client = RawClient.connect(port())) {
                client.send(preface).out().write(frames().settings().get(1, "/").bytes());
                assertThat(client.reply().status()).isIn(400, 505);
                assertThat(client.closed()).isTrue();
            }
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void thePrefaceMustGoOnWithSettings() throws Exception {
        try (Http2Client client = Http2Client.open(port(), 0)) {
            client.send(frames().raw(Http2Bytes.PREFACE).get(1, "/").settings());
            Http2Client.Frame goAway = Objects.requireNonNull(client.goAway());
            assertThat(goAway.code()).isEqualTo(Http2Case.PROTOCOL_ERROR);
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void aWindowThatIsOverrunIsAFlowControlError() throws Exception {
        try (Http2Client client = client()) {
            // Until SETTINGS say otherwise the window of a stream is 65,535 bytes.
            client.send(frames().get(1, "/next"));
            client.reply(1);
            long window = client.serverSettings().getOrDefault(4, 65_535L);
            Http2Bytes flood = frames().post(3, "/unread");
            byte[] piece = new byte[16_384];
            for (long sent = 0; sent <= 8 * Math.max(window, 1 << 20); sent += piece.length) {
                flood.frame(Http2Bytes.DATA, 0, 3, piece);
            }
            // Answers come before all is sent, so a thread of its own sends.
            byte[] bytes = flood.bytes();
            Thread sender = Thread.ofVirtual().start(() -> sendAsFarAsTaken(client, bytes));
            int code = -1;
            for (Http2Client.Frame frame = client.read();
                    frame != null && code < 0;
                    frame = client.read()) {
                if (frame.type() == Http2Bytes.GOAWAY || frame.type() == Http2Bytes.RST_STREAM) {
                    code = frame.code();
                }
            }
            assertThat(code).isEqualTo(Http2Case.FLOW_CONTROL_ERROR);
            client.close();
            sender.join();
        }
    }

    /** RFC 9113 section 5.1.2: what a client sent before it knew is passed over. */
    @Test
    void aStreamTooManyIsRefusedAndNothingElse() throws Exception {
        try (Http2Client client = client()) {
            int most = 100;
            Http2Bytes all = frames();
            for (int i = 0; i <= most; i++) {
                all.post(2 * i + 1, "/unread");
            }
            int refused = 2 * most + 1;
            all.data(refused, false, "part of a body").data(refused, true, "its end");
            client.send(all);
            Http2Client.Frame reset = client.read();
            while (reset != null && reset.type() != Http2Bytes.RST_STREAM) {
                reset = client.read();
            }
            assertThat(Objects.requireNonNull(reset).stream()).isEqualTo(refused);
            assertThat(reset.code()).isEqualTo(REFUSED_STREAM);
            client.send(frames().reset(1, CANCEL).get(refused + 2, "/next"));
            assertThat(client.reply(refused + 2).status()).isEqualTo(200);
        }
    }

    /** The stream was answered and its unread body called off, so no second reset can say it. */
    @Test
    void aFrameThatIsWrongOnAResetStreamEndsTheConnection() throws Exception {
        try (Http2Client client = client()) {
            client.send(frames().headers(1, false, Http2Bytes.request("GET", "/next")));
            Http2Client.Frame reset = client.read();
            while (reset != null && reset.type() != Http2Bytes.RST_STREAM) {
                reset = client.read();
            }
            assertThat(Objects.requireNonNull(reset).code()).isEqualTo(0);
            client.send(frames().windowUpdate(1, 0));
            Http2Client.Frame goAway = Objects.requireNonNull(client.goAway());
            assertThat(goAway.code()).isEqualTo(Http2Case.PROTOCOL_ERROR);
        }
    }

    private static void sendAsFarAsTaken(Http2Client client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            // The server has closed before it had all, which is the point.
            assertThat(bytes).isNotEmpty();
        }
    }

    /** Sends one byte per segment, as far as the server takes them. */
    private static void drip(Http2Client client, byte[] bytes) {
        try {
            for (byte b : bytes) {
                client.send(new byte[] {b});
            }
        } catch (IOException e) {
            // The server has answered and closed before the end; the answer is what counts.
            assertThat(bytes).isNotEmpty();
        }
    }

    private Http2Client client() throws IOException {
        return Http2Client.connect(port());
    }
}
