package io.tako.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.config.ListenerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** nginx in front of a Unix socket, as it stands before an application on the same machine. */
final class NginxTest {

    private static final int REQUESTS = 50;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void requestsPassOverConnectionsThatAreKept(RuntimeKind kind) throws Exception {
        Path socket = directory.resolve("app.sock");
        byte[] body = "0123456789abcdef".repeat(1 << 14).getBytes(StandardCharsets.US_ASCII);
        try (RunningServer server =
                        ConformanceServer.start(kind, UnixAddress.of(socket.toString()));
                Nginx nginx = Nginx.start(directory, socket);
                RawClient client = RawClient.over(UnixSocket.connect(nginx.socket()))) {
            for (int i = 0; i < REQUESTS; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.reply().text()).isEqualTo(ConformanceServer.HELLO);
            }
            // nginx sends no more of a request once its response has begun: the answer comes last.
            client.send(
                            "POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                    + body.length
                                    + "\r\n\r\n")
                    .send(body);
            assertThat(client.reply().body()).isEqualTo(body);
            client.send("GET /lines HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.reply().text()).startsWith("line 0\n").endsWith("line 999\n");
            assertThat(server.server().counts(ListenerConfig.PRIMARY).accepted()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void webSocketPasses(RuntimeKind kind) throws Exception {
        Path socket = directory.resolve("app.sock");
        try (RunningServer server =
                        ConformanceServer.start(kind, UnixAddress.of(socket.toString()));
                Nginx nginx = Nginx.start(directory, socket);
                RawWebSocket client =
                        RawWebSocket.open(
                                RawClient.over(UnixSocket.connect(nginx.socket())), "/ws")) {
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(client.send("message " + i).readText()).isEqualTo("message " + i);
            }
            client.sendClose(1000, "");
            assertThat(client.readClose()).isEqualTo(1000);
            assertThat(server.server().counts(ListenerConfig.PRIMARY).accepted()).isOne();
        }
    }
}
