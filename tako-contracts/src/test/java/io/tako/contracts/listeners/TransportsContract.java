package io.tako.contracts.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.listeners.Conversation.Protocol;
import io.tako.contracts.peers.TestAuthority;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every protocol does over every transport. What each does beyond that is in the contract of
 * the protocol.
 */
@EveryBackEnd
@OneInstance
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransportsContract {

    private final RuntimeKind kind;
    private final IoPreference io;
    private @Nullable TlsConfig tls;
    private @Nullable SSLContext trusting;

    TransportsContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    /** Each test runs with every pair. */
    @ParameterizedTest(name = "{1} over {0}")
    @MethodSource("io.tako.contracts.listeners.TransportsContract#pairs")
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface EveryPair {}

    static Stream<Arguments> pairs() {
        return Arrays.stream(Transport.values())
                .flatMap(
                        transport ->
                                Arrays.stream(Protocol.values())
                                        .filter(protocol -> protocol.spokenOver(transport))
                                        .map(protocol -> Arguments.of(transport, protocol)));
    }

    @OneInstance.Start
    void makeCertificates() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        tls = TlsConfig.of(authority.server("localhost").material());
        trusting = authority.clientContext(null);
    }

    /** What is to hold between a server and a peer that has connected. */
    @FunctionalInterface
    private interface Fact {
        void hold(ConversationServer server, Conversation peer) throws Exception;
    }

    /** Where the back end has no such transport, it has to say so at the start. */
    private void between(Transport transport, Protocol protocol, Path directory, Fact fact)
            throws Exception {
        try (Transport.Place place = transport.place(directory)) {
            Optional<String> refusal = transport.refusal(io);
            if (refusal.isPresent()) {
                assertThatThrownBy(() -> start(place, transport, protocol).close())
                        .hasStackTraceContaining(refusal.get());
                return;
            }
            try (ConversationServer server = start(place, transport, protocol);
                    Socket plain = Transport.connect(server.address());
                    Socket socket = transport.encrypted() ? encrypt(plain, protocol) : plain;
                    Conversation peer = protocol.begin(socket)) {
                fact.hold(server, peer);
            }
        }
    }

    private ConversationServer start(
            Transport.Place place, Transport transport, Protocol protocol) {
        return ConversationServer.start(
                kind,
                io,
                place.address(),
                transport.encrypted() ? tls : null,
                protocol == Protocol.RAW);
    }

    private SSLSocket encrypt(Socket plain, Protocol protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        Objects.requireNonNull(trusting)
                                .getSocketFactory()
                                .createSocket(plain, "localhost", 0, true);
        SSLParameters parameters = socket.getSSLParameters();
        if (!protocol.alpn().isEmpty()) {
            parameters.setApplicationProtocols(new String[] {protocol.alpn()});
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo(protocol.alpn());
        return socket;
    }

    @EveryPair
    void messagesAreAnsweredOneAfterTheOther(
            Transport transport, Protocol protocol, @TempDir Path directory) throws Exception {
        between(
                transport,
                protocol,
                directory,
                (server, peer) -> {
                    for (int size : new int[] {1, 1000, ConversationServer.PIECE}) {
                        byte[] message = letters(size);
                        assertThat(peer.exchange(message)).isEqualTo(message);
                    }
                    assertThat(server.accepted()).isEqualTo(1);
                });
    }

    private static byte[] letters(int size) {
        Random random = new Random(size);
        byte[] letters = new byte[size];
        for (int i = 0; i < size; i++) {
            letters[i] = (byte) random.nextInt('a', 'z' + 1);
        }
        return letters;
    }

    @EveryPair
    void aHandlerWaitsForAPeerThatDoesNotReadAndGoesOnWhenItDoes(
            Transport transport, Protocol protocol, @TempDir Path directory) throws Exception {
        between(
                transport,
                protocol,
                directory,
                (server, peer) -> {
                    peer.askForPieces();
                    long sent = server.piecesUntilStalled();
                    for (long number = 0; number < sent + 8; number++) {
                        assertThat(peer.nextPiece()).isEqualTo(ConversationServer.piece(number));
                    }
                });
    }

    /**
     * A client of HTTP/1.1 that ends its sending may wait for its answer, so only a reset says that
     * it has left, and Unix sockets have none.
     */
    static Stream<Arguments> pairsThatTellOfLeaving() {
        return pairs().filter(
                        pair ->
                                pair.get()[1] != Protocol.H1
                                        || !String.valueOf(pair.get()[0]).contains("UNIX"));
    }

    @ParameterizedTest(name = "{1} over {0}")
    @MethodSource("pairsThatTellOfLeaving")
    void aHandlerThatWaitsLearnsThatItsPeerHasLeft(
            Transport transport, Protocol protocol, @TempDir Path directory) throws Exception {
        between(
                transport,
                protocol,
                directory,
                (server, peer) -> {
                    peer.askToWait();
                    assertThat(server.event()).isEqualTo(ConversationServer.WAITING);
                    peer.leave();
                    assertThat(server.event()).isEqualTo(ConversationServer.LEFT);
                });
    }

    @EveryPair
    void aHandlerThatSendsLearnsThatItsPeerHasLeft(
            Transport transport, Protocol protocol, @TempDir Path directory) throws Exception {
        between(
                transport,
                protocol,
                directory,
                (server, peer) -> {
                    peer.askForPieces();
                    assertThat(server.piecesUntilStalled()).isPositive();
                    peer.close();
                    assertThat(server.event()).isEqualTo(ConversationServer.LEFT);
                });
    }

    @EveryPair
    void aDrainFinishesWhatWasBegunAndSaysThatItIsOver(
            Transport transport, Protocol protocol, @TempDir Path directory) throws Exception {
        between(
                transport,
                protocol,
                directory,
                (server, peer) -> {
                    peer.askToWait();
                    assertThat(server.event()).isEqualTo(ConversationServer.WAITING);
                    CompletableFuture<DrainReport> drained = server.server().drain();
                    peer.endPolitely(server::giveLeave);
                    peer.close();
                    assertThat(drained.get(30, TimeUnit.SECONDS).cut()).isZero();
                });
    }
}
