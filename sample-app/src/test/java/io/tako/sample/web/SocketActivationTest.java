package io.tako.sample.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.CollectorApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.util.TestSocketUtils;

/** The collector as a service whose sockets systemd opens. */
@Timeout(300)
final class SocketActivationTest {

    @TempDir private Path directory;
    private int port;
    private Process process;

    @BeforeEach
    void openSockets() throws Exception {
        port = TestSocketUtils.findAvailableTcpPort();
        process =
                new ProcessBuilder(
                                "systemd-socket-activate",
                                "--listen=127.0.0.1:" + port,
                                "--listen=" + socket(),
                                "--fdname=primary:admin",
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CollectorApplication.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(output().toFile())
                        .start();
        awaitOutput("Listening on ", 2);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void theApiIsOnTheInheritedPortAndTheAdminApiOnTheInheritedFile() throws Exception {
        InetSocketAddress api = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SocketAddress admin = UnixDomainSocketAddress.of(socket());

        // The first connection has the collector started, and waits for it.
        assertThat(ask(api, "POST", "/write", "door open=true")).startsWith("HTTP/1.1 204");
        assertThat(ask(api, "GET", "/api/series?measurement=door", ""))
                .startsWith("HTTP/1.1 200")
                .contains("\"total\":1");
        assertThat(ask(api, "GET", "/series/count", "")).startsWith("HTTP/1.1 404");
        assertThat(ask(admin, "GET", "/series/count", "")).startsWith("HTTP/1.1 200");
        assertThat(ask(admin, "GET", "/peer", ""))
                .contains("\"pid\":" + ProcessHandle.current().pid());
        assertThat(ask(admin, "GET", "/api/series", "")).startsWith("HTTP/1.1 404");

        awaitOutput("Listener \"admin\" started", 1);
        boolean perCore = System.getProperty("sample.starter", "").endsWith("per-core");
        assertThat(Files.readString(output()))
                .contains(perCore ? "per-core runtime: " : "shared runtime: ")
                .contains(perCore ? "epoll (no io_uring: " : " on epoll, ")
                .contains("Tako started on port " + port + " (http; inherited)")
                .contains("Listener \"admin\" started on unix:" + socket());

        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(socket()).exists();
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private Path output() {
        return directory.resolve("output");
    }

    private void awaitOutput(String text, int times) throws Exception {
        while (process.isAlive() && Files.readString(output()).split(text, -1).length <= times) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static String ask(SocketAddress address, String method, String target, String body)
            throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            String request =
                    "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(method, target, body.length(), body);
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }
}
