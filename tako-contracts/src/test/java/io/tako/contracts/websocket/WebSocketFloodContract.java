package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.COMPRESSED;
import static io.tako.contracts.peers.RawWebSocket.MORE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static io.tako.contracts.peers.RawWebSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEndAndVersion;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketOptions.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that carry next to nothing, by the thousand, beside a client that is served meanwhile. */
@EveryBackEndAndVersion
@OneInstance
final class WebSocketFloodContract extends ServerContract {

    /** The largest message by default. */
    private static final int LARGEST = 256 * 1024;

    /** More than one message may come in by default, and little enough for every window. */
    private static final int FLOOD = 6_000;

    private static final byte[] EMPTY = new byte[0];
    private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};

    private final Version version;

    WebSocketFloodContract(RuntimeKind kind, IoPreference io, Version version) {
        super(kind, io);
        this.version = version;
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

    private static Routes routes() {
        WebSocketOptions options = WebSocketOptions.defaults().withCompression(Compression.ON);
        return routes ->
                routes.ws("/echo", WebSocketFloodContract::echo, options)
                        .ws("/few", WebSocketFloodContract::echo, options.withMaxFragments(8));
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
    }

    private VersionedSocket open(String path) throws IOException {
        return VersionedSocket.open(
                version, port(), path, "sec-websocket-extensions", "permessage-deflate");
    }

    /** A message without end, in parts that do not make it larger, or hardly. */
    enum Flood {
        EMPTY_PARTS_OF_TEXT(TEXT, new byte[] {'t'}, EMPTY),
        EMPTY_PARTS_OF_BYTES(BINARY, EMPTY, EMPTY),
        SINGLE_BYTES(BINARY, EMPTY, new byte[1]),
        EMPTY_PARTS_NEAR_THE_LIMIT(BINARY, new byte[LARGEST - 1], EMPTY),
        EMPTY_COMPRESSED_PARTS(TEXT | COMPRESSED, deflated(1), EMPTY),
        EMPTY_COMPRESSED_PARTS_NEAR_THE_LIMIT(BINARY | COMPRESSED, deflated(LARGEST - 1), EMPTY),
        EMPTY_BLOCKS_NEAR_THE_LIMIT(BINARY | COMPRESSED, deflated(LARGEST - 1), EMPTY_BLOCK);

        private final int head;
        private final byte[] first;
        private final byte[] rest;

        Flood(int head, byte[] first, byte[] rest) {
            this.head = head;
            this.first = first;
            this.rest = rest;
        }

        private byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(RawWebSocket.cheapFrame(head + MORE, first));
            byte[] more = RawWebSocket.cheapFrame(0x80 + MORE, rest);
            for (int i = 0; i < FLOOD; i++) {
                all.writeBytes(more);
            }
            return all.toByteArray();
        }
    }

    private static byte[] deflated(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'a');
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(text);
        byte[] out = new byte[length + 64];
        int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, count);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageInTooManyPartsIs1009(Flood flood) throws Exception {
        try (VersionedSocket beside = open("/echo");
                VersionedSocket flooding = open("/echo")) {
            CompletableFuture<Integer> closed =
                    CompletableFuture.supplyAsync(() -> flood(flooding, flood.bytes()));
            for (int i = 0; i < 20; i++) {
                assertThat(beside.send("still " + i).read().text()).isEqualTo("still " + i);
            }
            assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo(1009);
        }
    }

    private static int flood(VersionedSocket socket, byte[] bytes) {
        try {
            return socket.sendBytes(bytes).readClose();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void asManyPartsAsAreAllowedPassAndOneMoreIs1009() throws Exception {
        try (VersionedSocket socket = open("/few")) {
            for (int message = 0; message < 3; message++) {
                socket.send(TEXT + MORE, new byte[] {'x'});
                for (int i = 0; i < 6; i++) {
                    socket.send(0x80 + MORE, EMPTY);
                }
                assertThat(socket.send(0x80, new byte[] {'y'}).read().text()).isEqualTo("xy");
            }
            socket.send(TEXT + MORE, new byte[] {'x'});
            for (int i = 0; i < 7; i++) {
                socket.send(0x80 + MORE, EMPTY);
            }
            socket.send(0x80, EMPTY);
            assertThat(socket.readClose()).isEqualTo(1009);
        }
    }

    @Test
    void emptyMessagesAndPingsAreAnsweredBesideAClientThatIsServed() throws Exception {
        int rounds = 5;
        try (VersionedSocket beside = open("/echo");
                VersionedSocket flooding = open("/echo")) {
            CompletableFuture<Void> through =
                    CompletableFuture.runAsync(() -> talk(flooding, rounds));
            for (int i = 0; i < 20; i++) {
                assertThat(beside.send("still " + i).read().text()).isEqualTo("still " + i);
            }
            through.get(60, TimeUnit.SECONDS);
        }
    }

    /** Sends many small frames at a time, and reads until all that is owed for them has come. */
    private static void talk(VersionedSocket socket, int rounds) {
        byte[] empty = RawWebSocket.cheapFrame(BINARY, EMPTY);
        byte[] ping = RawWebSocket.cheapFrame(PING, EMPTY);
        byte[] pong = RawWebSocket.cheapFrame(PONG, EMPTY);
        try {
            for (int round = 0; round < rounds; round++) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int i = 0; i < 2000; i++) {
                    all.writeBytes(empty);
                    all.writeBytes(ping);
                    all.writeBytes(pong);
                }
                socket.sendBytes(all.toByteArray());
                int echoes = 0;
                while (echoes < 2000) {
                    RawWebSocket.Frame frame = socket.read();
                    assertThat(frame.payload()).isEmpty();
                    echoes += frame.head() == BINARY ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
