package io.tako.contracts.listeners;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Extractors.peer;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningServer;
import io.tako.routing.RouterBuilder;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTP over one listening socket whose connections are dealt to the cores, wherever the socket
 * comes from.
 */
@Timeout(120)
abstract class OneSocketContract {

    static final String GET = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RuntimeKind kind;
    private final IoPreference io;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @TempDir private Path directory;
    private @Nullable RunningServer server;

    OneSocketContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    /** Where to listen. */
    abstract SocketAddress place() throws IOException;

    /** A new connection to that place. */
    abstract Socket connect() throws IOException;

    final RuntimeKind kind() {
        return kind;
    }

    final IoPreference io() {
        return io;
    }

    /** A directory of this test's own. */
    final Path directory() {
        return directory;
    }

    /** Counted down once a request is held. */
    final CountDownLatch begun() {
        return begun;
    }

    /** Holds requests until it is counted down. */
    final CountDownLatch gate() {
        return gate;
    }

    final RunningServer server() {
        return Objects.requireNonNull(server);
    }

    @AfterEach
    final void stop() {
        gate.countDown();
        if (server != null) {
            server.close();
        }
    }

    final RunningServer start() throws IOException {
        return start(place());
    }

    final RunningServer start(SocketAddress address) {
        server =
                RunningServer.start(
                        kind, io, 2, listener -> listener.withAddress(address), this::routes);
        return server;
    }

    final void routes(RouterBuilder routes) {
        routes.get("/", handle(() -> "hello"))
                .post("/echo", handle(bytes(), body -> body))
                .get(
                        "/connection",
                        handle(
                                connection(),
                                c ->
                                        c.protocol()
                                                + " "
                                                + c.remoteAddress()
                                                + " "
                                                + c.localAddress()))
                .get("/core", handle(connection(), c -> c.core()))
                .get("/peer", handle(peer(), p -> p.pid() + " " + p.uid() + " " + p.gid()))
                .get(
                        "/held",
                        handle(
                                () -> {
                                    begun.countDown();
                                    gate.await();
                                    return "at last";
                                }))
                .get("/file", handle(() -> directory().resolve("file")));
    }

    final RawClient client() throws IOException {
        return RawClient.over(connect());
    }

    final String get(String target) throws IOException {
        try (RawClient client = client()) {
            return client.send(GET.formatted(target)).reply().text();
        }
    }

    @Test
    void connectionServesOneRequestAfterTheOtherWithBodiesOfAnySize() throws Exception {
        start();
        byte[] large = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = client()) {
            assertThat(client.send(GET.formatted("/")).reply().text()).isEqualTo("hello");
            String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + large.length;
            Thread sender =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            client.send(head + "\r\n\r\n").send(large);
                                        } catch (IOException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            assertThat(client.reply().body()).isEqualTo(large);
            assertThat(sender.join(Duration.ofMinutes(1))).isTrue();
        }
    }

    @Test
    void fileIsSentWhole() throws IOException {
        byte[] large = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        Files.write(directory().resolve("file"), large);
        start();
        try (RawClient client = client()) {
            assertThat(client.send(GET.formatted("/file")).reply().body()).isEqualTo(large);
            assertThat(client.send(GET.formatted("/")).reply().text()).isEqualTo("hello");
        }
    }

    @Test
    void connectionsAreDealtToTheCores() throws IOException {
        start();
        Set<String> cores = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            cores.add(get("/core"));
        }
        assertThat(cores).containsExactly("0", "1");
    }
}
