package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Spring's WebSocket handlers on a stream of HTTP/2 (RFC 8441). */
final class SocketOverHttp2Test {

    private static final int STREAM = 1;

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void socketOpensOnAStream(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                Sockets.class, Engine.NO_SECURITY, "server.http2.enabled=true");
                Http2Client client = Http2Client.connect(Engine.port(context))) {
            client.send(
                    Http2Bytes.frames()
                            .headers(
                                    STREAM,
                                    false,
                                    ":method",
                                    "CONNECT",
                                    ":protocol",
                                    "websocket",
                                    ":scheme",
                                    "http",
                                    ":path",
                                    "/talk/echo",
                                    ":authority",
                                    "h",
                                    "sec-websocket-version",
                                    "13"));
            send(client, RawWebSocket.TEXT, "one".getBytes(StandardCharsets.US_ASCII));
            assertThat(read(client, 10)).isEqualTo("\u0081\u0008echo one");
            send(client, RawWebSocket.CLOSE, RawWebSocket.closePayload(1000, ""));
            assertThat(read(client, 4)).isEqualTo("\u0088\u0002\u0003\u00e8");
        }
    }

    private static void send(Http2Client client, int head, byte[] payload) throws IOException {
        byte[] frame = RawWebSocket.cheapFrame(head, payload);
        client.send(Http2Bytes.frames().frame(Http2Bytes.DATA, 0, STREAM, frame));
    }

    /** So many bytes of the socket. */
    private static String read(Http2Client client, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            Http2Client.Frame frame = Objects.requireNonNull(client.read());
            if (frame.type() == Http2Bytes.DATA) {
                bytes.writeBytes(frame.payload());
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(TalkSockets.class)
    static class Sockets {}
}
