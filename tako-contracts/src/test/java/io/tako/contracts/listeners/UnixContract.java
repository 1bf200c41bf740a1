package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.DrainReport;
import io.tako.transport.HttpService;
import io.tako.transport.TakoServer;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP over a Unix socket, and the file it has. */
@EveryBackEnd
final class UnixContract extends OneSocketContract {

    private Path path = Path.of("");

    UnixContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @BeforeEach
    void choosePath() {
        path = directory().resolve("app.sock");
    }

    @Override
    SocketAddress place() {
        return UnixAddress.of(path.toString());
    }

    @Override
    Socket connect() throws IOException {
        return UnixSocket.connect(path);
    }

    @Test
    void handlersSeeTheSocketAndAPeerWithoutAName() throws IOException {
        assertThat(start().server().localAddress(ListenerConfig.PRIMARY))
                .isEqualTo(UnixAddress.of(path.toString()));
        assertThat(get("/connection")).isEqualTo("http/1.1  " + path);
    }

    @Test
    void peerIsTheProcessAtTheOtherEndWhereTheSystemTellsNumbers() throws IOException {
        start();
        try (RawClient client = client()) {
            RawClient.Reply reply = client.send(GET.formatted("/peer")).reply();
            if (io() == IoPreference.NIO) {
                assertThat(reply.status()).isEqualTo(403);
            } else {
                assertThat(reply.text())
                        .isEqualTo(
                                ProcessHandle.current().pid()
                                        + " "
                                        + Files.getAttribute(directory(), "unix:uid")
                                        + " "
                                        + Files.getAttribute(directory(), "unix:gid"));
            }
        }
    }

    @Test
    void fileHasItsPermissionsAndNothingElseIsLeftBesideIt() throws IOException {
        start(
                UnixAddress.of(path.toString())
                        .withPermissions(PosixFilePermissions.fromString("rw-rw----"))
                        .withOwner(Files.getAttribute(directory(), "unix:uid").toString())
                        .withGroup(Files.getAttribute(directory(), "unix:gid").toString()));
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
        Path file = Files.writeString(directory().resolve("file"), "precious");
        for (Path there : List.of(file, Files.createDirectory(directory().resolve("directory")))) {
            assertThatThrownBy(() -> start(UnixAddress.of(there.toString())))
                    .hasStackTraceContaining("is there and is no socket");
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    void symbolicLinkIsNotFollowed() throws IOException {
        leaveStaleSocket();
        Path link = Files.createSymbolicLink(directory().resolve("link"), path);
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
            begun().await();
            CompletableFuture<DrainReport> drain = running.server().drain();
            while (Files.exists(path)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            gate().countDown();
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
        if (io() == IoPreference.NIO) {
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
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
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
