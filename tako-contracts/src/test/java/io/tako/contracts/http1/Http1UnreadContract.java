package io.tako.contracts.http1;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.listeners.Transport;
import io.tako.contracts.machine.SocketQueues;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;

/**
 * What HTTP/1.1 makes of peers that ask and do not read, in clear text and over TLS: what waits for
 * them is bounded by the server, and not by what they ask.
 */
@EveryBackEnd
@OneInstance
final class Http1UnreadContract extends ServerContract {

    private static final int WINDOW = HttpLimits.defaults().writeWindow();
    private static final int KIB = 1024;
    private static final int REQUESTS = 4000;

    /** Heads, records of TLS, and the handshake's own bytes. */
    private static final int AROUND = 16 * KIB;

    private static final Duration SHORT = Duration.ofMillis(200);

    private final AtomicInteger handled = new AtomicInteger();
    private @Nullable TestAuthority authority;

    Http1UnreadContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void certify() throws Exception {
        authority = TestAuthority.create("Test authority");
    }

    @AfterEach
    void stop() {
        close();
    }

    private TestAuthority authority() {
        return Objects.requireNonNull(authority);
    }

    private Routes routes() {
        return routes ->
                routes.get("/handled/{size}", handle(path("size", int.class), this::answer))
                        .get(
                                "/inline/{size}",
                                nonBlocking(handle(path("size", int.class), this::answer)))
                        .get(
                                "/streamed/{size}",
                                handle(
                                        path("size", int.class),
                                        size ->
                                                Response.stream(
                                                        MediaType.TEXT_PLAIN,
                                                        out -> out.write(answer(size)))))
                        .get("/numbered", handle(() -> numbered(handled.incrementAndGet())))
                        .post("/early", handle(() -> answer(16 * KIB * KIB)));
    }

    private byte[] answer(int size) {
        handled.incrementAndGet();
        return new byte[size];
    }

    private static String numbered(int number) {
        return number + " ".repeat(40 * KIB);
    }

    private void start(Transport over, Duration writeStall) throws Exception {
        handled.set(0);
        TlsConfig tls =
                over.encrypted()
                        ? TlsConfig.of(authority().server("standard.test").material())
                        : null;
        HttpTimeouts timeouts =
                new HttpTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, writeStall);
        run(
                RunningServer.start(
                        kind,
                        io,
                        1,
                        listener -> {
                            var timed = listener.withTimeouts(timeouts);
                            return tls == null ? timed : timed.withTls(tls);
                        },
                        routes()));
    }

    /** A socket with a small receive buffer, and what is spoken over it. */
    private record Peer(Socket socket, RawClient http) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            http.close();
            socket.close();
        }
    }

    private Peer connect(Transport over) throws Exception {
        Socket socket = Transport.connect(server().server().localAddress("primary"));
        if (!over.encrypted()) {
            return new Peer(socket, RawClient.over(socket));
        }
        SSLSocket encrypted =
                (SSLSocket)
                        authority()
                                .clientContext(null)
                                .getSocketFactory()
                                .createSocket(
                                        socket,
                                        InetAddress.getLoopbackAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        encrypted.startHandshake();
        return new Peer(socket, RawClient.over(encrypted));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    static Stream<Arguments> answers() {
        int usual = 64 * KIB;
        return Stream.of(
                Arguments.of(Transport.TCP, "/handled/", usual),
                Arguments.of(Transport.TCP, "/inline/", 4 * KIB),
                Arguments.of(Transport.TCP, "/inline/", usual),
                Arguments.of(Transport.TCP, "/inline/", KIB * KIB),
                Arguments.of(Transport.TCP, "/streamed/", usual),
                Arguments.of(Transport.TLS, "/handled/", usual),
                Arguments.of(Transport.TLS, "/inline/", usual),
                Arguments.of(Transport.TLS, "/streamed/", usual));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aPeerThatPipelinesAndReadsNothingHoldsNoMoreThanTheWindowAndOneAnswer(
            Transport over, String path, int size) throws Exception {
        start(over, Duration.ZERO);
        try (Peer peer = connect(over)) {
            peer.http().send(get(path + size).repeat(REQUESTS));
            // What was answered and has not left for the kernel is held here.
            LongSupplier held =
                    () -> (long) handled.get() * size - SocketQueues.waiting(peer.socket());
            Waiting.settled(handled::get);
            assertThat(handled.get()).isLessThan(REQUESTS);
            assertThat(held.getAsLong()).isLessThan(WINDOW + size + AROUND);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aStalledPeerIsCutAlthoughItGoesOnAsking(Transport over) throws Exception {
        start(over, SHORT);
        try (Peer peer = connect(over)) {
            Thread asking = Thread.ofVirtual().start(() -> ask(peer.http()));
            Waiting.until(() -> handled.get() > 0);
            Waiting.until(() -> server().server().openConnections(), 0);
            asking.interrupt();
            asking.join();
        }
    }

    /** Asks until it is cut. */
    private static void ask(RawClient client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.send(get("/inline/" + 8 * KIB).repeat(4));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (IOException cut) {
            // As it should be.
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aPeerThatReadsLateGetsEveryAnswerInItsOrder(Transport over) throws Exception {
        start(over, Duration.ZERO);
        int requests = 500;
        try (Peer peer = connect(over)) {
            peer.http().send(get("/numbered").repeat(requests));
            assertThat(Waiting.settled(handled::get)).isLessThan(requests);
            for (int i = 1; i <= requests; i++) {
                assertThat(peer.http().reply().text()).isEqualTo(numbered(i));
            }
            assertThat(peer.http().send(get("/inline/3")).reply().body()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void aPeerThatReadsNothingBeforeItHasSentItsBodyIsServed(Transport over) throws Exception {
        start(over, Duration.ZERO);
        int length = 200 * KIB;
        try (Peer peer = connect(over)) {
            peer.http()
                    .send(
                            "POST /early HTTP/1.1\r\nHost: h\r\nContent-Length: "
                                    + length
                                    + "\r\n\r\n");
            Waiting.until(() -> handled.get() == 1);
            for (int sent = 0; sent < length; sent += KIB) {
                peer.http().send(new byte[KIB]);
            }
            peer.http().send(get("/inline/3"));
            assertThat(peer.http().reply().body()).hasSize(16 * KIB * KIB);
            assertThat(peer.http().reply().body()).hasSize(3);
        }
    }
}
