package io.tako.test;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Extractors.peer;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.routing.RouterBuilder;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.DrainReport;
import io.tako.transport.HttpListenerConfig;
import io.tako.transport.HttpService;
import io.tako.transport.ListenerConfig;
import io.tako.transport.ServerConfig;
import io.tako.transport.TakoServer;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP over a Unix socket, and the file it has. A subclass names a runtime and a back end. */
@Timeout(120)
public abstract class UnixContract {

    private static final String GET = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RuntimeKind kind;
    private final IoPreference io;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @TempDir private Path directory;
    private Path path = Path.of("");
    private @Nullable RunningServer server;

    protected UnixContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @BeforeEach
    void choosePath() {
        path = directory.resolve("app.sock");
    }

    @AfterEach
    void stop() {
        gate.countDown();
        if (server != null) {
            server.close();
        }
    }

    private RunningServer start() {
        return start(UnixAddress.of(path.toString()));
    }

    private RunningServer start(UnixAddress address) {
        server =
                RunningServer.start(
                        kind, io, 2, listener -> listener.withAddress(address), this::routes);
        return server;
    }

    private void routes(RouterBuilder routes) {
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
                .get("/file", handle(() -> directory.resolve("file")));
    }

    private RawClient client() throws IOException {
        return RawClient.over(UnixSocket.connect(path));
    }

    private String get(String target) throws IOException {
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
        Files.write(directory.resolve("file"), large);
        start();
        try (RawClient client = client()) {
            assertThat(client.send(GET.formatted("/file")).reply().body()).isEqualTo(large);
            assertThat(client.send(GET.formatted("/")).reply().text()).isEqualTo("hello");
        }
    }

    @Test
    void handlersSeeTheSocketAndAPeerWithoutAName() throws IOException {
        assertThat(start().server().localAddress(ListenerConfig.PRIMARY))
                .isEqualTo(UnixAddress.of(path.toString()));
        assertThat(get("/connection")).isEqualTo("http/1.1  " + path);
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

    @Test
    void peerIsTheProcessAtTheOtherEndWhereTheSystemTellsNumbers() throws IOException {
        start();
        try (RawClient client = client()) {
            RawClient.Reply reply = client.send(GET.formatted("/peer")).reply();
            if (io == IoPreference.NIO) {
                assertThat(reply.status()).isEqualTo(403);
            } else {
                assertThat(reply.text())
                        .isEqualTo(
                                ProcessHandle.current().pid()
                                        + " "
                                        + Files.getAttribute(directory, "unix:uid")
                                        + " "
                                        + Files.getAttribute(directory, "unix:gid"));
            }
        }
    }

    @Test
    void fileHasItsPermissionsAndNothingElseIsLeftBesideIt() throws IOException {
        start(
                UnixAddress.of(path.toString())
                        .withPermissions(PosixFilePermissions.fromString("rw-rw----"))
                        .withOwner(Files.getAttribute(directory, "unix:uid").toString())
                        .withGroup(Files.getAttribute(directory, "unix:gid").toString()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(files()).containsExactly(path);
        assertThat(get("/")).isEqualTo("hello");
        RunningServer running = server();
        running.server().stop();
        assertThat(files()).isEmpty();
    }

    @Test
    void unknownOwnerIsRefusedAndNothingIsLeft() throws IOException {
        UnixAddress address = UnixAddress.of(path.toString()).withOwner("nobody-of-that-name");
        assertThatThrownBy(() -> start(address)).hasStackTraceContaining("nobody-of-that-name");
        assertThat(files()).isEmpty();
    }

    @Test
    void staleSocketIsReplaced() throws IOException {
        leaveStaleSocket();
        start();
        assertThat(get("/")).isEqualTo("hello");
    }

    private void leaveStaleSocket() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    @Test
    void socketThatIsServedIsNotReplaced() throws IOException {
        start();
        assertThatThrownBy(() -> other().start())
                .isInstanceOf(BindException.class)
                .hasMessageContaining("Address already in use");
        assertThat(get("/")).isEqualTo("hello");
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        for (Path there : List.of(file, Files.createDirectory(directory.resolve("directory")))) {
            assertThatThrownBy(() -> start(UnixAddress.of(there.toString())))
                    .hasStackTraceContaining("is there and is no socket");
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    void symbolicLinkIsNotFollowed() throws IOException {
        leaveStaleSocket();
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        assertThatThrownBy(() -> start(UnixAddress.of(link.toString())))
                .hasStackTraceContaining("is a symbolic link");
        assertThat(link).isSymbolicLink();
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void fileOfAnotherIsNotDeleted() throws IOException {
        RunningServer running = start();
        Files.delete(path);
        Files.writeString(path, "another's");
        running.server().stop();
        assertThat(path).hasContent("another's");
    }

    @Test
    void drainLetsRequestsFinishAndTakesTheFileAway() throws Exception {
        RunningServer running = start();
        try (RawClient client = client()) {
            client.send(GET.formatted("/held"));
            begun.await();
            CompletableFuture<DrainReport> drain = running.server().drain();
            while (Files.exists(path)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            gate.countDown();
            assertThat(client.reply().text()).isEqualTo("at last");
            assertThat(drain.get(30, TimeUnit.SECONDS).finished()).isEqualTo(1);
        }
        running.server().start();
        assertThat(get("/")).isEqualTo("hello");
    }

    @Test
    void abstractNameIsServedWhereThereAreSome() throws IOException {
        UnixAddress name =
                UnixAddress.of("@tako-" + ProcessHandle.current().pid() + "-" + hashCode());
        if (io == IoPreference.NIO) {
            assertThatThrownBy(() -> start(name))
                    .hasStackTraceContaining("need io_uring or epoll on Linux");
            return;
        }
        start(name);
        try (RawClient client = RawClient.over(Transport.connect(name))) {
            assertThat(client.send(GET.formatted("/")).reply().text()).isEqualTo("hello");
        }
        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private RunningServer server() {
        return Objects.requireNonNull(server);
    }

    /** A second server on the same runtime and the same path. */
    private TakoServer other() {
        TakoServer first = server().server();
        return new TakoServer(
                server().runtime(),
                ServerConfig.of(first.config().listeners().toArray(ListenerConfig[]::new)),
                Map.of(
                        HttpListenerConfig.MAIN_ROUTER,
                        HttpService.of(RunningServer.router(this::routes))));
    }
}
