package io.tako.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * permessage-deflate (RFC 7692) over the axes that later versions of Autobahn have in sections 12
 * and 13: kinds of content, sizes, fragments, and what the client offers. What the server sends is
 * read by an inflater that has no more memory than was agreed on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressionTest {

    private static final List<String> OFFERS =
            List.of(
                    "permessage-deflate",
                    "permessage-deflate; client_no_context_takeover",
                    "permessage-deflate; server_no_context_takeover",
                    "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                    "permessage-deflate; client_max_window_bits",
                    "permessage-deflate; client_max_window_bits=9",
                    "permessage-deflate; server_max_window_bits=9",
                    "permessage-deflate; server_max_window_bits=12",
                    "permessage-deflate; server_max_window_bits=15",
                    "permessage-deflate; server_max_window_bits=\"10\"",
                    "permessage-deflate; server_max_window_bits=9; server_no_context_takeover",
                    "x-unknown, permessage-deflate",
                    "permessage-deflate; unknown=1, permessage-deflate; client_max_window_bits");

    private static final List<String> REFUSED =
            List.of(
                    "permessage-deflate; unknown",
                    "permessage-deflate; server_max_window_bits",
                    "permessage-deflate; server_max_window_bits=7",
                    "permessage-deflate; server_max_window_bits=16",
                    "permessage-deflate; server_max_window_bits=09",
                    "permessage-deflate; client_max_window_bits=7",
                    "permessage-deflate; client_max_window_bits=x",
                    "permessage-deflate; server_no_context_takeover=1",
                    "permessage-deflate; client_no_context_takeover=true",
                    "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                    "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
                    "x-webkit-deflate-frame");

    private static final int[] SIZES = {
        1, 16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072
    };

    /** 0 is one frame. */
    private static final int[] FRAGMENTS = {0, 16, 256, 4096, 32_768};

    private static final int ENDS = 0x80;

    private final Map<RuntimeKind, RunningServer> servers = new EnumMap<>(RuntimeKind.class);

    /** What messages are made of. */
    enum Content {
        JSON,
        WORDS,
        ZEROS,
        NOISE;

        byte[] make(int size, Random random) {
            byte[] bytes = new byte[size];
            if (this == NOISE) {
                random.nextBytes(bytes);
            } else if (this != ZEROS) {
                StringBuilder text = new StringBuilder();
                while (text.length() < size) {
                    int number = random.nextInt(1000);
                    text.append(
                            this == JSON
                                    ? "{\"series\":\"cpu\",\"value\":" + number + "},"
                                    : Integer.toString(number, 36) + " ");
                }
                byte[] all = text.toString().getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(all, 0, bytes, 0, size);
            }
            return bytes;
        }

        /** Whether it can be sent as text. */
        boolean text() {
            return this == JSON || this == WORDS;
        }
    }

    @BeforeAll
    void start() {
        for (RuntimeKind kind : RuntimeKind.values()) {
            servers.put(kind, ConformanceServer.start(kind));
        }
    }

    @AfterAll
    void stop() {
        servers.values().forEach(RunningServer::close);
    }

    static Stream<Arguments> offers() {
        return Stream.of(RuntimeKind.values())
                .flatMap(
                        kind ->
                                Stream.of(Content.values())
                                        .flatMap(
                                                content ->
                                                        OFFERS.stream()
                                                                .map(
                                                                        offer ->
                                                                                Arguments.of(
                                                                                        kind,
                                                                                        content,
                                                                                        offer))));
    }

    static Stream<Arguments> refused() {
        return Stream.of(RuntimeKind.values())
                .flatMap(kind -> REFUSED.stream().map(offer -> Arguments.of(kind, offer)));
    }

    private RawWebSocket open(RuntimeKind kind, String offer) throws Exception {
        int port = Objects.requireNonNull(servers.get(kind)).port();
        return RawWebSocket.open(port, "/deflate", "Sec-WebSocket-Extensions: " + offer + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("offers")
    void messagesComeBackAsTheyWere(RuntimeKind kind, Content content, String offer)
            throws Exception {
        Random random = new Random(1);
        try (RawWebSocket socket = open(kind, offer)) {
            String agreed = socket.opening().field("sec-websocket-extensions");
            assertThat(agreed).startsWith("permessage-deflate");
            DeflatePeer peer = new DeflatePeer(agreed);
            for (int size : SIZES) {
                for (int fragment : FRAGMENTS) {
                    byte[] message = content.make(size, random);
                    send(socket, content, peer.deflate(message), fragment);
                    assertThat(read(socket, content, peer)).isEqualTo(message);
                }
            }
            socket.sendClose(1000, "");
            assertThat(socket.readClose()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @MethodSource("offers")
    void whatIsAgreedOnWasOffered(RuntimeKind kind, Content content, String offer)
            throws Exception {
        try (RawWebSocket socket = open(kind, offer)) {
            String agreed = socket.opening().field("sec-websocket-extensions");
            for (String must : List.of("server_no_context_takeover", "server_max_window_bits=9")) {
                assertThat(agreed.contains(must)).isEqualTo(offer.contains(must));
            }
            // RFC 7692, 7.1.2.2: only where the client offers it, for it may not know it.
            if (!offer.contains("client_max_window_bits")) {
                assertThat(agreed).doesNotContain("client_max_window_bits");
            }
            assertThat(content).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anOfferThatIsNotUnderstoodIsDeclined(RuntimeKind kind, String offer) throws Exception {
        try (RawWebSocket socket = open(kind, offer)) {
            assertThat(socket.opening().fields()).doesNotContainKey("sec-websocket-extensions");
            socket.send("plain");
            assertThat(socket.readText()).isEqualTo("plain");
            // Without the extension its bit is an error (RFC 6455, 5.2).
            socket.send(RawWebSocket.TEXT | RawWebSocket.COMPRESSED, new byte[] {0});
            assertThat(socket.readClose()).isEqualTo(1002);
        }
    }

    private static void send(RawWebSocket socket, Content content, byte[] deflated, int fragment)
            throws Exception {
        int first = (content.text() ? RawWebSocket.TEXT : RawWebSocket.BINARY) & ~ENDS;
        int head = first | RawWebSocket.COMPRESSED;
        int step = fragment == 0 ? Math.max(1, deflated.length) : fragment;
        for (int at = 0; at < deflated.length; at += step) {
            int end = Math.min(at + step, deflated.length);
            byte[] piece = Arrays.copyOfRange(deflated, at, end);
            socket.sendBytes(socket.frame(head | (end == deflated.length ? ENDS : 0), piece));
            head = 0;
        }
    }

    /** Reads one message, in as many frames as it comes. */
    private static byte[] read(RawWebSocket socket, Content content, DeflatePeer peer)
            throws Exception {
        RawWebSocket.Frame frame = socket.read();
        int expected = content.text() ? 1 : 2;
        assertThat(frame.head() & 0x0f).isEqualTo(expected);
        assertThat(frame.head() & 0x30).isZero();
        boolean compressed = (frame.head() & RawWebSocket.COMPRESSED) != 0;
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        all.writeBytes(frame.payload());
        while ((frame.head() & ENDS) == 0) {
            frame = socket.read();
            assertThat(frame.head() & 0x7f).isZero();
            all.writeBytes(frame.payload());
        }
        return compressed ? peer.inflate(all.toByteArray()) : all.toByteArray();
    }
}
