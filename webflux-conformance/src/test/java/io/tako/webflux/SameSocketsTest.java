package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring's WebSocket handlers say the same on Tako's runtimes as on Reactor Netty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameSocketsTest {

    private @Nullable Engines engines;

    @BeforeAll
    void start(@TempDir Path directory) {
        engines = Library.start(Engines.ALL, directory);
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    /** A client's part of a talk, and what it hears. */
    @FunctionalInterface
    interface Part {
        void play(RawWebSocket socket, List<String> heard) throws IOException;
    }

    record Talk(String fact, String path, String fields, Part part) {
        @Override
        public String toString() {
            return fact;
        }
    }

    /** A close frame that is not the same, and why. */
    record Ending(String reactorNetty, String tako, String reason) {

        private static final Ending BYE =
                new Ending("close 1000 Bye", "close 1000 ", "A normal end needs no words.");

        private static final Map<String, Ending> KNOWN =
                Map.of(
                        "a handler that has done closes",
                        BYE,
                        "a protocol both speak",
                        BYE,
                        "no protocol both speak",
                        BYE,
                        "no protocol asked for",
                        BYE,
                        "a client closes",
                        new Ending(
                                "close 1001 away",
                                "close 1001 ",
                                "Of what the peer said its code is repeated (RFC 6455 section"
                                        + " 5.5.1)."),
                        "a handler fails",
                        new Ending(
                                "close 1002 Protocol error",
                                "close 1011 ",
                                "The server has failed and not the client (RFC 6455 section"
                                        + " 7.4.1)."));

        static @Nullable Ending of(Talk talk) {
            return KNOWN.get(talk.fact());
        }
    }

    static Stream<Talk> talks() {
        return Stream.of(
                new Talk("text is echoed", "/talk/echo", "", SameSocketsTest::text),
                new Talk("bytes are echoed", "/talk/echo", "", SameSocketsTest::binary),
                new Talk("fragments are one message", "/talk/echo", "", SameSocketsTest::fragments),
                new Talk("a ping is answered", "/talk/echo", "", SameSocketsTest::ping),
                new Talk("a client closes", "/talk/echo", "", SameSocketsTest::close),
                new Talk(
                        "a handler that has done closes", "/talk/hello", "", SameSocketsTest::hear),
                new Talk("a handler closes", "/talk/leave", "", SameSocketsTest::hear),
                new Talk("a handler fails", "/talk/fail", "", SameSocketsTest::hear),
                new Talk(
                        "a protocol both speak",
                        "/talk/choosy",
                        "Sec-WebSocket-Protocol: v1.talk, v2.talk\r\n",
                        SameSocketsTest::hear),
                new Talk(
                        "no protocol both speak",
                        "/talk/choosy",
                        "Sec-WebSocket-Protocol: v9.talk\r\n",
                        SameSocketsTest::hear),
                new Talk("no protocol asked for", "/talk/choosy", "", SameSocketsTest::hear));
    }

    private static void text(RawWebSocket socket, List<String> heard) throws IOException {
        socket.send("one").send("zw\u00f6lf").send("x".repeat(50_000));
        for (int i = 0; i < 3; i++) {
            heard.add(told(socket.read()));
        }
    }

    private static void binary(RawWebSocket socket, List<String> heard) throws IOException {
        socket.send(RawWebSocket.BINARY, new byte[] {1, 0, -1});
        heard.add(told(socket.read()));
        socket.send(RawWebSocket.BINARY, new byte[0]);
        heard.add(told(socket.read()));
    }

    private static void fragments(RawWebSocket socket, List<String> heard) throws IOException {
        socket.send(RawWebSocket.TEXT + RawWebSocket.MORE, bytes("one "))
                .send(RawWebSocket.MORE + 0x80, bytes("two "))
                .send(0x80, bytes("three"));
        heard.add(told(socket.read()));
    }

    private static void ping(RawWebSocket socket, List<String> heard) throws IOException {
        socket.send(RawWebSocket.PING, bytes("are you there"));
        heard.add(told(socket.read()));
    }

    private static void close(RawWebSocket socket, List<String> heard) throws IOException {
        socket.sendClose(1001, "away");
        heard.add(told(socket.read()));
        heard.add("closed: " + socket.closed());
    }

    private static void hear(RawWebSocket socket, List<String> heard) throws IOException {
        RawWebSocket.Frame frame = socket.read();
        heard.add(told(frame));
        while (frame.head() != RawWebSocket.CLOSE) {
            frame = socket.read();
            heard.add(told(frame));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String told(RawWebSocket.Frame frame) {
        return frame.head() == RawWebSocket.CLOSE
                ? "close " + frame.closeCode() + " " + frame.closeReason()
                : Integer.toHexString(frame.head()) + " " + frame.text();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void talkIsTheSame(Talk talk) throws IOException {
        List<String> expected = heard(talk, engines().port(Engine.REACTOR_NETTY));
        Ending ending = Ending.of(talk);
        if (ending != null) {
            assertThat(expected).as(ending.reason()).contains(ending.reactorNetty());
            expected.replaceAll(line -> line.equals(ending.reactorNetty()) ? ending.tako() : line);
        }
        for (Engine engine : Engines.TAKO) {
            assertThat(heard(talk, engines().port(engine))).as("%s", engine).isEqualTo(expected);
        }
    }

    private static List<String> heard(Talk talk, int port) throws IOException {
        List<String> heard = new ArrayList<>();
        try (RawWebSocket socket = RawWebSocket.open(port, talk.path(), talk.fields())) {
            heard.add("protocol: " + socket.opening().field("sec-websocket-protocol"));
            talk.part().play(socket, heard);
        }
        return heard;
    }

    static Stream<Call> handshakes() {
        String[] sound = {
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Key", RawWebSocket.KEY,
            "Sec-WebSocket-Version", "13"
        };
        return Stream.of(
                Call.get("no handshake at all", "/talk/echo"),
                Call.of("a handshake that is no GET", "POST", "/talk/echo", sound),
                Call.get(
                        "a handshake without its key",
                        "/talk/echo",
                        "Upgrade",
                        "websocket",
                        "Connection",
                        "Upgrade",
                        "Sec-WebSocket-Version",
                        "13"),
                Call.get(
                        "an upgrade to something else",
                        "/talk/echo",
                        "Upgrade",
                        "chat",
                        "Connection",
                        "Upgrade"),
                Call.get("a handshake where no socket is", "/talk/none", sound));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeIsRefusedTheSameWay(Call call) throws IOException {
        Answer expected = Answer.to(call, engines().port(Engine.REACTOR_NETTY)).alike();
        for (Engine engine : Engines.TAKO) {
            Answer answer = Answer.to(call, engines().port(engine)).alike();
            assertThat(answer).as("%s", engine).isEqualTo(expected);
        }
    }
}
