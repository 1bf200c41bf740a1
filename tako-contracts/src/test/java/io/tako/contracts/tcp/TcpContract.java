package io.tako.contracts.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.http.Attribute;
import io.tako.http.ClientGoneException;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import io.tako.tcp.InputEndedException;
import io.tako.tcp.TcpFrames;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsConfig.ClientAuth;
import io.tako.transport.config.TlsOptions;
import io.tako.transport.config.TlsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What raw TCP does on every runtime and every I/O back end. */
@EveryBackEnd
final class TcpContract extends TcpServerContract {

    private static final Attribute<String> NAME = Attribute.named("name");

    TcpContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    // Bytes.

    @Test
    void whatWasWrittenLeavesBeforeAReadWaits() throws Exception {
        try (RawClient client = serve(TcpContract::echo)) {
            assertThat(read(client.send("first"), 5)).isEqualTo("first");
            assertThat(read(client.send("second"), 6)).isEqualTo("second");
            client.halfClose();
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void bytesAreReadInWhateverPortions() throws Exception {
        TcpHandler handler =
                connection -> {
                    byte[] into = new byte[4];
                    int count = connection.read(into, 1, 2);
                    connection.write(into, 1, count);
                    connection.write(connection.readExactly(3));
                    connection.flush();
                    connection.write(connection.readToEnd(100));
                    seen.add(connection.read(into));
                    seen.add(connection.inputEnded());
                };
        try (RawClient client = serve(handler)) {
            assertThat(read(client.send("abcdefg"), 5)).isEqualTo("abcde");
            client.send("hij").halfClose();
            assertThat(text(client.in().readAllBytes())).isEqualTo("fghij");
        }
        assertThat(next()).isEqualTo(-1);
        assertThat(next()).isEqualTo(true);
    }

    @Test
    void inputThatEndsTooSoonOrTooLateIsToldSo() throws Exception {
        TcpHandler handler =
                watched(
                        connection -> {
                            connection.readExactly(2);
                            assertThatThrownBy(() -> connection.readToEnd(2))
                                    .isInstanceOf(FrameException.class)
                                    .hasMessage("an input of more than 2 bytes");
                            connection.readExactly(4);
                        });
        try (RawClient client = serve(handler)) {
            client.send("abcde").halfClose();
            assertThat(client.closed()).isTrue();
        }
        assertThat(next()).isInstanceOf(InputEndedException.class);
    }

    @Test
    void theHandlerSpeaksFirstAndItsReturnEndsTheConnection() throws Exception {
        TcpHandler handler =
                connection -> {
                    connection.attribute(NAME, "an attribute");
                    connection.write(ascii(connection.attribute(NAME) + "\n"));
                    connection.write(ascii(connection.connection().protocol()));
                };
        try (RawClient client = serve(handler)) {
            assertThat(text(client.in().readAllBytes())).isEqualTo("an attribute\ntcp");
        }
        assertThat(server().counts().accepted()).isEqualTo(1);
    }

    @Test
    void aHandlerThatFailsResetsTheConnection() throws Exception {
        TcpHandler handler =
                connection -> {
                    connection.write(ascii("half of it"));
                    connection.flush();
                    connection.read();
                    throw new IllegalStateException("on purpose");
                };
        try (RawClient client = serve(handler)) {
            assertThat(read(client, 10)).isEqualTo("half of it");
            client.send("go");
            assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void whoIsNotTheHandlerMayClose() throws Exception {
        TcpHandler handler =
                watched(
                        connection -> {
                            connection.write(ascii("so far"));
                            Thread.ofVirtual().start(connection::close);
                            connection.read();
                        });
        try (RawClient client = serve(handler)) {
            assertThat(text(client.in().readAllBytes())).isEqualTo("so far");
        }
        assertThat(next()).isInstanceOf(ClientGoneException.class);
    }

    // Frames.

    @Test
    void framingsFollowEachOtherOnOneConnection() throws Exception {
        TcpHandler handler =
                connection -> {
                    TcpFrames lines = connection.frames(Framing.lines(10));
                    for (String line = lines.readText();
                            line != null && !line.equals("DATA");
                            line = lines.readText()) {
                        lines.writeText("<" + line + ">");
                    }
                    TcpFrames blocks =
                            connection.frames(
                                    Framing.lengthPrefixed(10, 2).littleEndian().includingPrefix());
                    blocks.write(Objects.requireNonNull(blocks.read()));
                    TcpFrames parts = connection.frames(Framing.delimited(10, ascii("||")));
                    parts.write(Objects.requireNonNull(parts.read()));
                    lines.writeText("" + lines.readText());
                    echo(connection);
                };
        try (RawClient client = serve(handler)) {
            client.send("one\r\n\n0123456789\nDATA\n\005\000abc1|2||last\r\nrest").halfClose();
            assertThat(text(client.in().readAllBytes()))
                    .isEqualTo("<one>\n<>\n<0123456789>\n\005\000abc1|2||last\nrest");
        }
    }

    @Test
    void framesComeInPiecesOfOneByte() throws Exception {
        TcpHandler handler =
                connection -> {
                    TcpFrames lines = connection.frames(Framing.lines(100));
                    for (String line = lines.readText(); line != null; line = lines.readText()) {
                        lines.writeText(line);
                    }
                };
        try (RawClient client = serve(handler)) {
            for (String line : List.of("ab\r\n", "cd\n")) {
                for (char letter : line.toCharArray()) {
                    client.send("" + letter);
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                assertThat(read(client, 3)).isEqualTo(line.replace("\r", ""));
            }
        }
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItIsThere() throws Exception {
        List<Framing> framings =
                List.of(
                        Framing.lines(8),
                        Framing.delimited(8, ascii("\n"), ascii("||")),
                        Framing.lengthPrefixed(8, 4));
        AtomicInteger which = new AtomicInteger();
        TcpHandler handler =
                watched(
                        connection ->
                                connection.frames(framings.get(which.getAndIncrement())).read());
        List<RawClient> clients = new ArrayList<>();
        clients.add(serve(handler).send("0123456789"));
        assertThat(next()).isInstanceOf(FrameException.class);
        clients.add(RawClient.connect(server().port()).send("0123456789"));
        assertThat(next()).isInstanceOf(FrameException.class);
        clients.add(RawClient.connect(server().port()).send("\0\0\0\011"));
        assertThat(next())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
                .isInstanceOf(FrameException.class)
                .hasMessage("a frame of more than 8 bytes");
        for (RawClient client : clients) {
            assertThat(client.closed()).isTrue();
            client.close();
        }
    }

    @Test
    void aFrameThatIsCutOffIsNoFrame() throws Exception {
        TcpHandler handler =
                watched(
                        connection -> {
                            TcpFrames lines = connection.frames(Framing.lines(8));
                            seen.add(Objects.requireNonNull(lines.readText()));
                            lines.read();
                        });
        try (RawClient client = serve(handler)) {
            client.send("whole\nnot").halfClose();
            assertThat(next()).isEqualTo("whole");
            assertThat(next()).isInstanceOf(InputEndedException.class);
        }
    }

    // Half-close.

    @Test
    void aPeerThatHasSentAllIsAnswered() throws Exception {
        TcpHandler handler =
                connection -> {
                    byte[] all = connection.readToEnd(1000);
                    connection.write(ascii("got " + all.length));
                };
        try (RawClient client = serve(handler)) {
            client.send("0123456789").halfClose();
            assertThat(text(client.in().readAllBytes())).isEqualTo("got 10");
        }
    }

    @Test
    void aHandlerThatHasSentAllReadsOn() throws Exception {
        TcpHandler handler =
                connection -> {
                    connection.write(ascii("that is all"));
                    connection.shutdownOutput();
                    seen.add(connection.open());
                    seen.add(text(connection.readToEnd(1000)));
                    assertThatThrownBy(() -> connection.write(ascii("more")))
                            .hasMessage("the output was shut down");
                };
        try (RawClient client = serve(handler)) {
            assertThat(text(client.in().readAllBytes())).isEqualTo("that is all");
            client.send("and this").halfClose();
            assertThat(next()).isEqualTo(false);
            assertThat(next()).isEqualTo("and this");
        }
    }

    @Test
    void aUnixSocketIsHalfClosedOnEpoll(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("raw.sock");
        serveAt(
                file,
                connection -> {
                    connection.write(connection.readExactly(4));
                    connection.write(connection.readToEnd(100));
                });
        try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            peer.write(ByteBuffer.wrap(ascii("to you")));
            ByteBuffer all = ByteBuffer.allocate(100);
            while (all.position() < 4) {
                assertThat(peer.read(all)).isPositive();
            }
            peer.shutdownOutput();
            while (peer.read(all) >= 0) {}
            // Elsewhere Netty closes such a channel when its peer ends, whatever it is told.
            assertThat(text(Arrays.copyOf(all.array(), all.position())))
                    .isEqualTo(io == IoPreference.EPOLL ? "to you" : "to y");
        }
    }

    // Streams.

    @Test
    void aStreamIsSentAsItIsReceived() throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(3).nextBytes(bytes);
        try (RawClient client = serve(connection -> connection.send(connection.flux()).block())) {
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    client.send(bytes).halfClose();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            assertThat(client.in().readAllBytes()).isEqualTo(bytes);
            sent.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void framesAreAStreamToo() throws Exception {
        TcpHandler handler =
                connection -> {
                    Flux<byte[]> lines = connection.frames(Framing.lines(10)).flux();
                    seen.addAll(
                            Objects.requireNonNull(
                                    lines.map(TcpContract::text).take(2).collectList().block()));
                    seen.add(text(Objects.requireNonNull(connection.read())));
                };
        try (RawClient client = serve(handler)) {
            client.send("one\ntwo\nthree");
            assertThat(List.of(next(), next(), next())).isEqualTo(List.of("one", "two", "three"));
        }
    }

    @Test
    void inputHasOneReader() throws Exception {
        TcpHandler handler =
                connection -> {
                    connection.flux().subscribe(some -> {}, over -> seen.add(over));
                    assertThatThrownBy(connection::read).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> connection.flux().blockFirst())
                            .isInstanceOf(IllegalStateException.class);
                    seen.add("refused");
                };
        try (RawClient client = serve(handler)) {
            assertThat(next()).isEqualTo("refused");
            assertThat(next()).isInstanceOf(ClientGoneException.class);
            assertThat(client.closed()).isTrue();
        }
    }

    // TLS.

    @Test
    void tlsIsEndedBothWaysOneAfterTheOther() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("raw.test").material());
        TcpHandler handler =
                connection -> {
                    if (connection.readExactly(1)[0] == '<') {
                        connection.write(connection.readToEnd(PIECE * 4));
                    } else {
                        connection.write(ascii("that is all"));
                        connection.shutdownOutput();
                        seen.add(connection.readToEnd(PIECE * 4).length);
                    }
                };
        serve(listener -> listener.withTls(tls), handler).close();
        byte[] bytes = new byte[PIECE * 3];
        new Random(5).nextBytes(bytes);
        try (TlsPeer peer = peer(authority, null)) {
            peer.http().send("<").send(bytes).halfClose();
            assertThat(peer.http().in().readAllBytes()).isEqualTo(bytes);
        }
        try (TlsPeer peer = peer(authority, null)) {
            peer.http().send(">");
            assertThat(text(peer.http().in().readAllBytes())).isEqualTo("that is all");
            peer.http().send(bytes).halfClose();
            assertThat(next()).isEqualTo(bytes.length);
        }
        assertThat(server().server().tlsProvider("raw").orElseThrow()).startsWith("the JDK");
    }

    @Test
    void boringSslKnowsNamesAndClientsToo() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls =
                TlsConfig.of(authority.server("raw.test").material().withTrust(authority.trust()))
                        .withClientAuth(ClientAuth.NEED)
                        .withOptions(TlsOptions.defaults().withProvider(TlsProvider.OPENSSL));
        TcpHandler handler =
                connection -> {
                    var session = connection.connection().tls().orElseThrow();
                    connection.write(ascii(session.serverName() + " "));
                    connection.write(ascii(session.peerCertificates().size() + " known "));
                    connection.write(connection.readExactly(4));
                };
        serve(listener -> listener.withTls(tls), handler).close();
        try (TlsPeer peer = peer(authority, authority.client("client"))) {
            peer.http().send("ping");
            assertThat(text(peer.http().in().readAllBytes())).isEqualTo("raw.test 1 known ping");
        }
        try (RawClient plain = RawClient.connect(server().port())) {
            assertThat(plain.send("GET / HTTP/1.1\r\n\r\n").closed()).isTrue();
        }
        Waiting.until(() -> server().counts().connections(), 0);
        assertThat(server().counts().handshakes()).isEqualTo(1);
    }

    private TlsPeer peer(TestAuthority authority, TestAuthority.@Nullable Identity client)
            throws Exception {
        return TlsPeer.connect(authority.clientContext(client), server().port(), "raw.test");
    }
}
