package io.tako.contracts.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Closed;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketOptions.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client most servers are met by: Node's {@code ws}, with compression and without. */
final class NodeWebSocketTest {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path DIRECTORY = Path.of("target/node");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(DIRECTORY);
        for (String file : List.of("package.json", "client.js")) {
            Files.copy(
                    SOURCES.resolve(file),
                    DIRECTORY.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(DIRECTORY.resolve("node_modules/ws/package.json"))) {
            run(
                    "npm",
                    "install",
                    "--no-package-lock",
                    "--no-audit",
                    "--no-fund",
                    "--fetch-retries=5");
        }
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message m = socket.receive(); !(m instanceof Closed); m = socket.receive()) {
            socket.send(m);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWsPackageOfNodeTalksToEveryRuntime(RuntimeKind kind) throws Exception {
        WebSocketOptions options =
                WebSocketOptions.defaults().withCompression(Compression.ON.withMinSize(1));
        try (RunningServer server =
                RunningServer.start(
                        kind,
                        IoPreference.AUTO,
                        1,
                        routes ->
                                routes.ws("/echo", NodeWebSocketTest::echo, options)
                                        .ws(
                                                "/chat",
                                                socket -> socket.close(4000, "enough"),
                                                options.withSubprotocols("v1.chat")))) {
            assertThat(run("node", "client.js", Integer.toString(server.port())))
                    .containsExactly(
                            "compressed with the default offer",
                            "compressed with a window of 512 bytes",
                            "compressed with a window of 4 KiB",
                            "compressed with no context takeover",
                            "compressed with all of it",
                            "plain, with a ping and a close of its own",
                            "a subprotocol and the close of the server",
                            "refused for its origin");
        }
    }

    /** Runs a program and returns the lines it printed. */
    private static List<String> run(String... command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(DIRECTORY.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0] + " is missing: install the packages nodejs and npm", e);
        }
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue())
                    .as("%s:%n%s", String.join(" ", command), output)
                    .isZero();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
