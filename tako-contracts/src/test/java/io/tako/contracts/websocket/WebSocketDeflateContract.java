package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.COMPRESSED;
import static io.tako.contracts.peers.RawWebSocket.MORE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketOptions.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compression of messages (RFC 7692). */
@EveryBackEnd
@OneInstance
final class WebSocketDeflateContract extends ServerContract {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final int LARGEST = 100_000;

    private final Deflater deflater = new Deflater(6, true);
    private final Inflater inflater = new Inflater(true);

    WebSocketDeflateContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() {
        WebSocketOptions options =
                WebSocketOptions.defaults()
                        .withLimits(LARGEST, LARGEST)
                        .withCompression(Compression.ON.withMinSize(1));
        Compression apart = options.compression().withoutContextTakeover();
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        routes ->
                                routes.ws("/deflate", WebSocketDeflateContract::echo, options)
                                        .ws(
                                                "/apart",
                                                WebSocketDeflateContract::echo,
                                                options.withCompression(apart))
                                        .ws(
                                                "/large-ones",
                                                WebSocketDeflateContract::echo,
                                                options.withCompression(Compression.ON))
                                        .ws("/plain", WebSocketDeflateContract::echo)));
    }

    @OneInstance.Stop
    void stop() {
        close();
        deflater.end();
        inflater.end();
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
    }

    private RawWebSocket open(String path, String... fields) throws IOException {
        deflater.reset();
        inflater.reset();
        return RawWebSocket.open(port(), path, fields);
    }

    private byte[] deflate(byte[] bytes) {
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length * 2 + 64];
        int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, count - 4);
    }

    private byte[] inflate(byte[] bytes) throws Exception {
        byte[] input = Arrays.copyOf(bytes, bytes.length + 4);
        input[bytes.length + 2] = -1;
        input[bytes.length + 3] = -1;
        inflater.setInput(input);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] step = new byte[10_000];
        for (int n = inflater.inflate(step); n > 0; n = inflater.inflate(step)) {
            all.write(step, 0, n);
        }
        return all.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // What is agreed on.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "permessage-deflate | permessage-deflate",
                "permessage-deflate; client_max_window_bits | permessage-deflate",
                "permessage-deflate; client_max_window_bits=10 | permessage-deflate",
                "permessage-deflate; client_max_window_bits=\"10\" | permessage-deflate",
                "permessage-deflate; server_no_context_takeover"
                        + " | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover"
                        + " | permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15"
                        + " | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=8"
                        + " | permessage-deflate; server_max_window_bits=8",
                "x-webkit-deflate-frame, permessage-deflate | permessage-deflate",
                "permessage-deflate; server_max_window_bits=7, permessage-deflate"
                        + " | permessage-deflate",
                "permessage-deflate; server_max_window_bits | -",
                "permessage-deflate; server_max_window_bits=7 | -",
                "permessage-deflate; server_max_window_bits=16 | -",
                "permessage-deflate; server_max_window_bits=010 | -",
                "permessage-deflate; server_max_window_bits=x | -",
                "permessage-deflate; client_max_window_bits=16 | -",
                "permessage-deflate; client_max_window_bits=0 | -",
                "permessage-deflate; server_no_context_takeover=1 | -",
                "permessage-deflate; client_no_context_takeover=true | -",
                "permessage-deflate; client_max_window_bits; client_max_window_bits | -",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover | -",
                "permessage-deflate; unknown | -",
                "deflate | -",
            })
    void anOfferIsTakenOrPassedOver(String offer, @Nullable String taken) throws Exception {
        try (RawWebSocket socket =
                open("/deflate", "Sec-WebSocket-Extensions: " + offer + "\r\n")) {
            assertThat(socket.opening().fields().get("sec-websocket-extensions")).isEqualTo(taken);
        }
    }

    @Test
    void nothingIsCompressedWithoutAnOfferOrWhereTheRouteDoesNot() throws Exception {
        try (RawWebSocket socket = open("/deflate")) {
            assertThat(socket.send("plain").read().head()).isEqualTo(TEXT);
        }
        try (RawWebSocket socket = open("/plain", OFFER)) {
            assertThat(socket.opening().fields()).doesNotContainKey("sec-websocket-extensions");
            assertThat(socket.send("plain").read().head()).isEqualTo(TEXT);
        }
    }

    // What goes over the wire.

    @Test
    void messagesReferToEarlierOnes() throws Exception {
        byte[] text = utf8("a text that is worth remembering ".repeat(5));
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            int first = 0;
            for (int i = 0; i < 5; i++) {
                RawWebSocket.Frame back = socket.send(TEXT | COMPRESSED, deflate(text)).read();
                assertThat(back.head()).isEqualTo(TEXT | COMPRESSED);
                assertThat(inflate(back.payload())).isEqualTo(text);
                first = i == 0 ? back.payload().length : first;
                assertThat(back.payload().length).isLessThanOrEqualTo(first);
                if (i > 0) {
                    assertThat(back.payload().length).isLessThan(first);
                }
            }
        }
    }

    @Test
    void withoutTakeoverEveryMessageStandsAlone() throws Exception {
        byte[] text = utf8("a text that is worth remembering ".repeat(5));
        try (RawWebSocket socket = open("/apart", OFFER)) {
            assertThat(socket.opening().field("sec-websocket-extensions"))
                    .contains("server_no_context_takeover", "client_no_context_takeover");
            byte[] before = new byte[0];
            for (int i = 0; i < 3; i++) {
                deflater.reset();
                inflater.reset();
                RawWebSocket.Frame back = socket.send(TEXT | COMPRESSED, deflate(text)).read();
                assertThat(inflate(back.payload())).isEqualTo(text);
                assertThat(i == 0 ? back.payload() : before).isEqualTo(back.payload());
                before = back.payload();
            }
        }
    }

    @Test
    void aSmallWindowIsKept() throws Exception {
        byte[] random = new byte[600];
        new Random(3).nextBytes(random);
        byte[] twice = Arrays.copyOf(random, 1200);
        System.arraycopy(random, 0, twice, 600, 600);
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=";
        try (RawWebSocket socket = open("/deflate", offer + "9\r\n")) {
            byte[] back = socket.send(BINARY, twice).read().payload();
            assertThat(inflate(back)).isEqualTo(twice);
            // The second half lies 600 bytes behind the first, out of a window of 512.
            assertThat(back.length).isGreaterThan(1200);
        }
        try (RawWebSocket socket = open("/deflate", offer + "15\r\n")) {
            byte[] back = socket.send(BINARY, twice).read().payload();
            assertThat(inflate(back)).isEqualTo(twice);
            assertThat(back.length).isLessThan(700);
        }
    }

    @Test
    void partsOfACompressedMessageAreJoined() throws Exception {
        byte[] text = utf8("Grüße 😀 ".repeat(100));
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            byte[] small = deflate(text);
            socket.send((TEXT | COMPRESSED) + MORE, Arrays.copyOf(small, 1));
            for (int i = 1; i < small.length - 1; i++) {
                socket.send(0x80 + MORE, new byte[] {small[i]});
            }
            socket.send(0x80, new byte[] {small[small.length - 1]});
            assertThat(inflate(socket.read().payload())).isEqualTo(text);
        }
    }

    @Test
    void plainMessagesAndEmptyOnesMayComeBetween() throws Exception {
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            assertThat(inflate(socket.send("plain").read().payload())).isEqualTo(utf8("plain"));
            assertThat(socket.send(TEXT | COMPRESSED, new byte[] {0}).readText()).isEmpty();
            byte[] back = socket.send(TEXT | COMPRESSED, deflate(utf8("more"))).read().payload();
            assertThat(inflate(back)).isEqualTo(utf8("more"));
        }
    }

    /** The examples of RFC 7692 section 7.2.3. */
    @ParameterizedTest
    @CsvSource({
        "one block, f2 48 cd c9 c9 07 00",
        "no compression, 00 05 00 fa ff 48 65 6c 6c 6f 00",
        "a last block, f3 48 cd c9 c9 07 00 00",
        "two blocks, f2 48 05 00 00 00 ff ff ca c9 c9 07 00"
    })
    void everyKindOfBlockIsRead(String name, String hex) throws Exception {
        byte[] hello = HexFormat.ofDelimiter(" ").parseHex(hex);
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            for (int i = 0; i < 2; i++) {
                byte[] back = socket.send(TEXT | COMPRESSED, hello).read().payload();
                assertThat(inflate(back)).as(name).isEqualTo(utf8("Hello"));
            }
        }
    }

    @Test
    void smallMessagesAreSentAsTheyAre() throws Exception {
        try (RawWebSocket socket = open("/large-ones", OFFER)) {
            assertThat(socket.send("x".repeat(1023)).read().head()).isEqualTo(TEXT);
            assertThat(socket.send("x".repeat(1024)).read().head()).isEqualTo(TEXT | COMPRESSED);
        }
    }

    @Test
    void largeMessagesComeBack() throws Exception {
        byte[] bytes = new byte[LARGEST];
        new Random(5).nextBytes(bytes);
        Arrays.fill(bytes, 20_000, 60_000, (byte) 7);
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            byte[] back = socket.send(BINARY | COMPRESSED, deflate(bytes)).read().payload();
            assertThat(inflate(back)).isEqualTo(bytes);
        }
    }

    // What is refused.

    @Test
    void aBombIsNotExpandedBeyondTheLargestMessage() throws Exception {
        byte[] bomb = deflate(new byte[40_000_000]);
        assertThat(bomb.length).isLessThan(LARGEST);
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            socket.send(BINARY | COMPRESSED, bomb);
            assertThat(socket.readClose()).isEqualTo(1009);
            assertThat(socket.closed()).isTrue();
        }
    }

    @Test
    void aMessageOfTheLargestSizePassesAndOneByteMoreIs1009() throws Exception {
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            byte[] back =
                    socket.send(BINARY | COMPRESSED, deflate(new byte[LARGEST])).read().payload();
            assertThat(inflate(back)).hasSize(LARGEST);
            socket.send(BINARY | COMPRESSED, deflate(new byte[LARGEST + 1]));
            assertThat(socket.readClose()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RFC 7692 section 6.1 a control frame that is compressed, 1002, c9 80 00 00 00 00",
        "RFC 7692 section 6.1 a compressed close, 1002, c8 80 00 00 00 00",
        "RFC 7692 section 6.1 a continuation that is compressed, 1002,"
                + " 41 81 00 00 00 00 f2 c0 81 00 00 00 00 48",
        "RFC 6455 section 5.2 the second reserved bit, 1002, a1 81 00 00 00 00 61",
        "RFC 6455 section 5.2 the third reserved bit, 1002, 91 81 00 00 00 00 61",
        "RFC 7692 section 7.2.2 no block of that type, 1007, c1 81 00 00 00 00 07",
        "RFC 7692 section 7.2.2 a reference before the start, 1007,"
                + " c2 84 00 00 00 00 03 02 00 00",
        "RFC 6455 section 8.1 expanded to what is no UTF-8, 1007,"
                + " c1 87 00 00 00 00 00 01 00 fe ff ff 00"
    })
    void isRefused(String name, int code, String hex) throws Exception {
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            socket.sendBytes(HexFormat.ofDelimiter(" ").parseHex(hex.strip()));
            assertThat(socket.readClose()).as(name).isEqualTo(code);
            assertThat(socket.closed()).isTrue();
        }
    }

    @Test
    void pingsOfACompressedSocketAreNotCompressed() throws Exception {
        try (RawWebSocket socket = open("/deflate", OFFER)) {
            assertThat(socket.send(PING, utf8("a ping")).read().text()).isEqualTo("a ping");
        }
    }
}
