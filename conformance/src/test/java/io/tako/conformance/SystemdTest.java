package io.tako.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.FreePort;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawWebSocket;
import io.tako.contracts.peers.UdpPeer;
import io.tako.contracts.peers.UnixSocket;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets that systemd opens and hands over, as it does for a service with a .socket unit. */
@Timeout(300)
final class SystemdTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int CONNECTIONS = 8;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void everyProtocolIsServedOnSocketsOfSystemd(RuntimeKind kind) throws Exception {
        Path file = directory.resolve("app.sock");
        int web = FreePort.tcp();
        int raw = FreePort.tcp();
        List<String> sockets =
                List.of("--listen=127.0.0.1:" + web, "--listen=" + file, "--listen=" + raw);
        try (Activated server = Activated.open(directory, kind, "web:local:tcp", sockets)) {
            // Who comes first has the program started, and waits in the queue meanwhile.
            try (RawClient first = RawClient.over(UnixSocket.connect(file))) {
                assertThat(first.send(GET).reply().text()).isEqualTo(ConformanceServer.HELLO);
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                try (RawClient client = RawClient.connect(web)) {
                    client.send(GET).reply();
                    assertThat(client.send(GET).reply().text()).isEqualTo(ConformanceServer.HELLO);
                }
            }
            for (Socket socket : new Socket[] {new Socket(LOOPBACK, web), unix(file)}) {
                try (Http2Client client = Http2Client.over(socket)) {
                    client.send(Http2Bytes.frames().get(1, "/"));
                    assertThat(client.reply(1).text()).isEqualTo(ConformanceServer.HELLO);
                }
            }
            for (Socket socket : new Socket[] {new Socket(LOOPBACK, web), unix(file)}) {
                try (RawWebSocket client = RawWebSocket.open(RawClient.over(socket), "/ws")) {
                    assertThat(client.send("over systemd").readText()).isEqualTo("over systemd");
                    client.sendClose(1000, "");
                    assertThat(client.readClose()).isEqualTo(1000);
                }
            }
            try (Socket peer = new Socket(LOOPBACK, raw)) {
                peer.getOutputStream().write("ping".getBytes(US_ASCII));
                peer.shutdownOutput();
                assertThat(peer.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("ping");
            }
            assertThat(server.end()).as(server.output()).isTrue();
            assertThat(file).exists();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void datagramsAreAnsweredFromASocketOfSystemd(RuntimeKind kind) throws Exception {
        int port = FreePort.udp();
        List<String> sockets = List.of("--datagram", "--listen=127.0.0.1:" + port);
        try (Activated server = Activated.open(directory, kind, "udp", sockets);
                UdpPeer peer = UdpPeer.of(new InetSocketAddress(LOOPBACK, port))) {
            peer.send("first");
            assertThat(patiently(peer)).as(server.output()).isEqualTo("first");
            assertThat(peer.send("second").receiveText()).isEqualTo("second");
            assertThat(server.end()).as(server.output()).isTrue();
        }
    }

    /** The first datagram waits until a JVM has been started for it. */
    private static String patiently(UdpPeer peer) throws IOException {
        for (int i = 0; i < 3; i++) {
            try {
                return peer.receiveText();
            } catch (SocketTimeoutException notYet) {
                // It is still starting.
            }
        }
        return peer.receiveText();
    }

    private static Socket unix(Path file) throws IOException {
        return UnixSocket.connect(file);
    }
}
