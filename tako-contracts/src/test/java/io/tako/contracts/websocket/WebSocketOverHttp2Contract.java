package io.tako.contracts.websocket;

import static io.tako.contracts.peers.RawWebSocket.BINARY;
import static io.tako.contracts.peers.RawWebSocket.CLOSE;
import static io.tako.contracts.peers.RawWebSocket.PING;
import static io.tako.contracts.peers.RawWebSocket.PONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Binary;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketOptions.Compression;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WebSocket on a stream of HTTP/2 (RFC 8441). */
@EveryBackEnd
@OneInstance
final class WebSocketOverHttp2Contract extends ServerContract {

    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int PIECE = 16 * 1024;
    private static final long LOTS = 16L * 1024 * 1024;

    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final AtomicLong moved = new AtomicLong();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    WebSocketOverHttp2Contract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void start() {
        run(serve());
    }

    private RunningServer serve() {
        return RunningServer.start(
                kind, io, 1, listener -> listener.withHttp2(Http2Config.on()), routes());
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
        moved.set(0);
        gate = new CountDownLatch(1);
    }

    private Routes routes() {
        WebSocketOptions options =
                WebSocketOptions.defaults()
                        .withSubprotocols("v1.chat")
                        .withCompression(Compression.ON);
        return routes ->
                routes.ws("/echo", this::recordedEcho, options)
                        .ws("/slow", this::readSlowly)
                        .ws("/sends", this::sendLots)
                        .get("/plain", request -> Response.text("plain"));
    }

    private void recordedEcho(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
        seen.add(Objects.requireNonNull(socket.closed()));
    }

    private void readSlowly(WebSocket socket) throws Exception {
        gate.await();
        while (socket.receive() instanceof Binary binary) {
            moved.addAndGet(binary.bytes().length);
        }
        seen.add("all received");
    }

    private void sendLots(WebSocket socket) throws IOException {
        for (long sent = 0; sent < LOTS; sent += PIECE) {
            socket.send(new byte[PIECE]);
            moved.addAndGet(PIECE);
        }
    }

    private Object next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }

    @Test
    void theServerOffersItAndAStreamBecomesASocket() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket =
                    Http2WebSocket.open(
                            client, 1, "/echo", "sec-websocket-protocol", "v2.chat, v1.chat");
            assertThat(client.serverSettings()).containsEntry(ENABLE_CONNECT_PROTOCOL, 1L);
            assertThat(socket.status()).isEqualTo("200");
            assertThat(socket.head())
                    .containsEntry("sec-websocket-protocol", "v1.chat")
                    .doesNotContainKeys("sec-websocket-accept", "upgrade", "connection");
            assertThat(socket.send("Grüße 😀").readText()).isEqualTo("Grüße 😀");
            socket.send(PING, new byte[] {1});
            assertThat(socket.read().head()).isEqualTo(PONG);
            assertThat(socket.send("x".repeat(200_000)).readText()).hasSize(200_000);
            socket.send(CLOSE, RawWebSocket.closePayload(1000, "done"));
            assertThat(socket.read().closeCode()).isEqualTo(1000);
            assertThat(socket.closed()).isTrue();
        }
        assertThat(next()).isEqualTo(new Closed(1000, "done", true));
    }

    @Test
    void socketsAndRequestsShareAConnection() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket one = Http2WebSocket.open(client, 1, "/echo");
            Http2WebSocket two = Http2WebSocket.open(client, 3, "/echo");
            for (int i = 0; i < 20; i++) {
                assertThat(one.send("one " + i).readText()).isEqualTo("one " + i);
                assertThat(two.send("two " + i).readText()).isEqualTo("two " + i);
            }
            client.send(Http2Bytes.frames().get(5, "/plain"));
            assertThat(client.reply(5).text()).isEqualTo("plain");
        }
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
        assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
    }

    @Test
    void compressionIsAgreedOnAsElsewhere() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket =
                    Http2WebSocket.open(
                            client, 1, "/echo", "sec-websocket-extensions", "permessage-deflate");
            assertThat(socket.head())
                    .containsEntry("sec-websocket-extensions", "permessage-deflate");
            RawWebSocket.Frame back = socket.send("x".repeat(2000)).read();
            assertThat(back.head()).isEqualTo(RawWebSocket.TEXT | RawWebSocket.COMPRESSED);
            assertThat(back.payload().length).isLessThan(100);
        }
        next();
    }

    @Test
    void aWrongFrameEndsItsStreamAlone() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket = Http2WebSocket.open(client, 1, "/echo");
            socket.sendBytes(new byte[] {(byte) 0x81, 1, 'a'});
            assertThat(socket.read().closeCode()).isEqualTo(1002);
            assertThat(socket.closed()).isTrue();
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.PROTOCOL_ERROR);
            Http2WebSocket other = Http2WebSocket.open(client, 3, "/echo");
            assertThat(other.send("still here").readText()).isEqualTo("still here");
        }
        next();
    }

    @Test
    void theEndOfAStreamWithoutACloseFrameIs1006() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket.open(client, 1, "/echo").end();
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            Http2WebSocket.open(client, 3, "/echo");
            client.send(Http2Bytes.frames().reset(3, 8));
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            client.send(Http2Bytes.frames().get(5, "/plain"));
            assertThat(client.reply(5).text()).isEqualTo("plain");
        }
    }

    /** RFC 9113 section 8.5: only DATA may come there. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void headersEndASocketAndNothingElse(boolean last) throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket = Http2WebSocket.open(client, 1, "/echo");
            assertThat(socket.send("in").readText()).isEqualTo("in");
            client.send(Http2Bytes.frames().headers(1, last, "x-more", "fields"));
            assertThat(client.reply(1).status()).isEqualTo(Http2Client.Reply.RESET + 1);
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.ABNORMAL);
            client.send(Http2Bytes.frames().get(3, "/plain"));
            assertThat(client.reply(3).text()).isEqualTo("plain");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RFC 6455 section 4.2.1 no version, 400, websocket, x, 13",
        "RFC 6455 section 4.4 another version, 426, websocket, sec-websocket-version, 8",
        "RFC 8441 section 5 another protocol, 501, connect-udp, sec-websocket-version, 13"
    })
    void whatIsNoHandshakeOpensNothing(
            String name, String status, String protocol, String field, String value)
            throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            String[] fields =
                    Http2Bytes.request("CONNECT", "/echo", ":protocol", protocol, field, value);
            Http2WebSocket socket = Http2WebSocket.open(client, 1, fields);
            assertThat(socket.status()).as(name).isEqualTo(status);
            assertThat(socket.head()).doesNotContainKey("upgrade");
        }
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket =
                    Http2WebSocket.open(client, 1, "/echo", "origin", "https://evil.example");
            assertThat(socket.status()).isEqualTo("403");
        }
    }

    @Test
    void aSlowHandlerSlowsItsStreamAlone() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket = Http2WebSocket.open(client, 1, "/slow");
            byte[] piece = RawWebSocket.cheapFrame(BINARY, new byte[PIECE - 8]);
            long sent = 0;
            for (long ping = 1; socket.room() >= piece.length && sent < LOTS; ping++) {
                while (socket.room() >= piece.length && sent < LOTS) {
                    socket.sendBytes(piece);
                    sent += PIECE - 8;
                }
                socket.settle(ping);
            }
            assertThat(sent).isBetween((long) PIECE, LOTS / 2);
            client.send(Http2Bytes.frames().get(3, "/plain"));
            assertThat(client.reply(3).text()).isEqualTo("plain");
            gate.countDown();
            for (int i = 0; i < 100; i++) {
                socket.sendBytes(piece);
                sent += PIECE - 8;
            }
            socket.send(CLOSE, RawWebSocket.closePayload(1000, ""));
            assertThat(socket.read().closeCode()).isEqualTo(1000);
            assertThat(next()).isEqualTo("all received");
            assertThat(moved.get()).isEqualTo(sent);
        }
    }

    @Test
    void aPeerWithoutCreditParksTheSender() throws Exception {
        try (Http2Client client = Http2Client.connect(port())) {
            Http2WebSocket socket = Http2WebSocket.open(client, 1, "/sends").withoutCredit();
            client.send(Http2Bytes.frames().get(3, "/plain"));
            long most = 0;
            for (long taken = 0; taken < LOTS; taken += PIECE) {
                socket.credit(PIECE + 4);
                assertThat(socket.read().payload()).hasSize(PIECE);
                most = Math.max(most, moved.get() - taken);
            }
            assertThat(most).isLessThan(LOTS / 4);
            socket.credit(PIECE);
            assertThat(socket.read().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aDrainSaysGoingAwayAndTheConnectionEnds() throws Exception {
        try (RunningServer other = serve();
                Http2Client client = Http2Client.connect(other.port())) {
            Http2WebSocket socket = Http2WebSocket.open(client, 1, "/echo");
            assertThat(socket.send("in").readText()).isEqualTo("in");
            var drained = other.server().drain(Duration.ofMinutes(5));
            assertThat(socket.read().closeCode()).isEqualTo(1001);
            assertThat(((Closed) next()).code()).isEqualTo(CloseCode.GOING_AWAY);
            socket.send(CLOSE, RawWebSocket.closePayload(1001, ""));
            assertThat(client.goAway()).isNotNull();
            assertThat(drained.get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }
}
