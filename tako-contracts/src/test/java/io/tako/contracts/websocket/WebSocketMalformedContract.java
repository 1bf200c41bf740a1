package io.tako.contracts.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How handshakes and frames that break a rule are answered, whole and byte by byte. */
@EveryBackEnd
@OneInstance
final class WebSocketMalformedContract extends ServerContract {

    private final LinkedBlockingQueue<Closed> seen = new LinkedBlockingQueue<>();

    WebSocketMalformedContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    static Stream<WebSocketCase> handshakes() {
        return WebSocketHandshakeCases.all();
    }

    static Stream<WebSocketCase> frames() {
        return WebSocketFrameCases.all();
    }

    @OneInstance.Start
    void start() {
        run(RunningServer.start(kind, io, 1, routes -> routes.ws("/echo", this::echo)));
    }

    @OneInstance.Stop
    void stop() {
        close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private void echo(WebSocket socket) throws IOException {
        try {
            for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
                socket.send(m);
            }
        } finally {
            seen.add(Objects.requireNonNull(socket.closed()));
        }
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void opensNothing(WebSocketCase handshake) throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.out().write(handshake.bytes());
            client.out().flush();
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).as(reply.text()).isEqualTo(handshake.answer());
            if (reply.status() == 426) {
                assertThat(reply.field("upgrade")).isEqualTo("websocket");
                assertThat(reply.field("connection")).startsWith("upgrade");
            }
            if (handshake.section().equals("RFC 6455 section 4.4")) {
                assertThat(reply.field("sec-websocket-version")).isEqualTo("13");
            }
            if (reply.status() == 400) {
                assertThat(reply.text()).contains(handshake.section());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c, WebSocket\r\nConnection: keep-alive, upgrade\r\n",
                "Upgrade: h2c\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: close\r\n"
                        + "Connection: Upgrade\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://LOCALHOST\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://localhost\r\n",
                "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Extensions: x-y; z=\"1\", permessage-deflate;"
                        + " client_max_window_bits\r\n"
            })
    void opens(String fields) throws Exception {
        try (RawClient client = RawClient.connect(port())) {
            client.send(
                    "GET /echo HTTP/1.1\r\nHost: localhost\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: "
                            + RawWebSocket.KEY
                            + "\r\n"
                            + fields
                            + "\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).as(reply.text()).isEqualTo(101);
            assertThat(reply.field("upgrade")).isEqualTo("websocket");
            assertThat(reply.field("connection")).isEqualTo("upgrade");
            assertThat(reply.fields())
                    .doesNotContainKeys(
                            "content-length", "transfer-encoding", "sec-websocket-extensions");
        }
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void endsTheSocket(WebSocketCase wrong) throws Exception {
        try (RawWebSocket socket = RawWebSocket.open(port(), "/echo")) {
            socket.sendBytes(wrong.bytes()).send("never read");
            assertEnded(socket, wrong);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void endsTheSocketByteByByte(WebSocketCase wrong) throws Exception {
        try (RawWebSocket socket = RawWebSocket.open(port(), "/echo")) {
            byte[] bytes = wrong.bytes();
            try {
                for (int i = 0; i < bytes.length; i++) {
                    socket.sendBytes(new byte[] {bytes[i]});
                }
            } catch (SocketException ended) {
                // The server knew before the last byte, and waited for no more.
            }
            assertEnded(socket, wrong);
        }
    }

    private void assertEnded(RawWebSocket socket, WebSocketCase wrong) throws Exception {
        RawWebSocket.Frame frame = socket.read();
        while (frame.head() == RawWebSocket.TEXT) {
            frame = socket.read();
        }
        assertThat(frame.head()).isEqualTo(RawWebSocket.CLOSE);
        assertThat(frame.closeCode()).as(frame.closeReason()).isEqualTo(wrong.answer());
        assertThat(socket.closed()).isTrue();
        Closed closed = seen.poll(30, TimeUnit.SECONDS);
        assertThat(Objects.requireNonNull(closed).code()).isEqualTo(wrong.answer());
        assertThat(closed.byPeer()).isFalse();
    }
}
