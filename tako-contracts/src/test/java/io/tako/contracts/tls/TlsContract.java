package io.tako.contracts.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.TlsSetupException;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsConfig.ClientAuth;
import io.tako.transport.config.TlsOptions;
import io.tako.transport.config.TlsProvider;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What TLS does on every runtime and every I/O back end, by both implementations. */
@EveryBackEnd
final class TlsContract extends TlsServerContract {

    TlsContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    // Versions and sessions.

    @ParameterizedTest
    @CsvSource({
        "OPENSSL, TLSv1.2",
        "OPENSSL, TLSv1.3",
        "JDK, TLSv1.2",
        "JDK, TLSv1.3",
    })
    void bothVersionsAreSpokenAndTheHandlerSeesTheSession(TlsProvider provider, String version)
            throws Exception {
        start(config(provider));
        try (TlsPeer peer = peer("standard.test", version)) {
            String[] seen = peer.http().send(get("/session")).reply().text().split(" ");
            assertThat(seen[0]).isEqualTo(version);
            assertThat(seen[1]).isEqualTo(peer.socket().getSession().getCipherSuite());
            assertThat(seen[2]).isEqualTo("standard.test");
            assertThat(seen[3]).isEqualTo("true");
            assertThat(peer.socket().getApplicationProtocol()).isEqualTo("http/1.1");
        }
        assertThat(server().server().tlsCounts(ListenerConfig.PRIMARY).handshakes()).isOne();
        assertThat(failures()).isZero();
    }

    /** RFC 5746 names what it may be used for; it costs the server more than the client. */
    @WithBoth
    void aClientThatBeginsAnotherHandshakeGetsNone(TlsProvider provider) throws Exception {
        start(config(provider));
        try (TlsPeer peer = peer("standard.test", "TLSv1.2")) {
            assertThat(peer.http().send(get("/session")).reply().text()).startsWith("TLSv1.2");
            assertThatThrownBy(
                            () -> {
                                peer.socket().startHandshake();
                                peer.http().send(get("/session")).reply();
                            })
                    .isInstanceOf(IOException.class);
        }
        assertThat(server().server().tlsCounts(ListenerConfig.PRIMARY).handshakes()).isOne();
    }

    @WithBoth
    void tls11IsRefusedWithAnAlert(TlsProvider provider) throws Exception {
        start(config(provider));
        try (RawClient client = RawClient.connect(server().port())) {
            client.out().write(ClientHello.of(0x0302));
            client.out().flush();
            byte[] alert = client.in().readNBytes(7);
            assertThat(alert).startsWith(21, 3).endsWith(2, 70);
            assertThat(client.closed()).isTrue();
        }
        Waiting.until(() -> failures() == 1);
    }

    @WithBoth
    void rsaKeysAreServedToo(TlsProvider provider) throws Exception {
        start(
                TlsConfig.of(authority().rsaServer("standard.test").material())
                        .withOptions(by(provider)));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
            }
        }
    }

    // Server names.

    private TlsConfig threeNames(TlsProvider provider) throws Exception {
        return config(provider)
                .withServerNames(
                        Map.of(
                                "shop.test", authority().server("shop.test").material(),
                                "*.wild.test", authority().server("*.wild.test").material()));
    }

    private String shown(String serverName) throws Exception {
        try (TlsPeer peer = peer(serverName)) {
            peer.http().send(get("/session"));
            assertThat(peer.http().reply().text().split(" ")[2])
                    .isEqualTo(serverName.isEmpty() ? "-" : serverName);
            return subject(peer.certificate());
        }
    }

    @WithBoth
    void theNameAskedForChoosesTheCertificate(TlsProvider provider) throws Exception {
        start(threeNames(provider));
        assertThat(shown("shop.test")).isEqualTo("CN=shop.test");
        assertThat(shown("a.wild.test")).isEqualTo("CN=*.wild.test");
        assertThat(shown("standard.test")).isEqualTo("CN=standard.test");
        assertThat(shown("other.test")).isEqualTo("CN=standard.test");
        assertThat(shown("a.b.wild.test")).isEqualTo("CN=standard.test");
        assertThat(shown("")).isEqualTo("CN=standard.test");
    }

    @WithBoth
    void unknownNamesAreRefusedWhereThatIsAsked(TlsProvider provider) throws Exception {
        start(threeNames(provider).withOptions(by(provider).withRejectUnknownNames(true)));
        assertThat(shown("shop.test")).isEqualTo("CN=shop.test");
        assertThat(shown("standard.test")).isEqualTo("CN=standard.test");
        assertThat(shown("")).isEqualTo("CN=standard.test");
        assertThatThrownBy(() -> shown("other.test"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unrecognized_name");
        Waiting.until(() -> failures() == 1);
    }

    // Client certificates.

    private TlsConfig asking(TlsProvider provider, ClientAuth auth) throws Exception {
        return TlsConfig.of(standard().material().withTrust(authority().trust()))
                .withClientAuth(auth)
                .withOptions(by(provider));
    }

    @WithBoth
    void aWantedCertificateIsSeenByTheHandlerAndMayBeMissing(TlsProvider provider)
            throws Exception {
        start(asking(provider, ClientAuth.WANT));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer(authority().client("ada"), "standard.test", version)) {
                assertThat(peer.http().send(get("/who")).reply().text()).isEqualTo("CN=ada");
                assertThat(peer.http().send(get("/perhaps")).reply().text()).isEqualTo("CN=ada");
            }
            try (TlsPeer peer = peer("standard.test", version)) {
                RawClient.Reply reply = peer.http().send(get("/who")).reply();
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.text()).contains("a client certificate is required");
                assertThat(peer.http().send(get("/perhaps")).reply().text()).isEqualTo("nobody");
            }
        }
    }

    @WithBoth
    void aNeededCertificateMustBeThereAndTrusted(TlsProvider provider) throws Exception {
        start(asking(provider, ClientAuth.NEED));
        TestAuthority.Identity stranger = TestAuthority.create("Stranger").client("eve");
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer(authority().client("ada"), "standard.test", version)) {
                assertThat(peer.http().send(get("/who")).reply().text()).isEqualTo("CN=ada");
            }
            assertThatThrownBy(() -> answer(null, version)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> answer(stranger, version)).isInstanceOf(IOException.class);
        }
        Waiting.until(() -> failures() == 4);
        assertThat(server().server().tlsCounts(ListenerConfig.PRIMARY).handshakes()).isEqualTo(2);
    }

    /** With TLS 1.3 a client learns only after its handshake that it is refused. */
    private String answer(TestAuthority.@Nullable Identity client, String version)
            throws Exception {
        try (TlsPeer peer = peer(client, "standard.test", version)) {
            return peer.http().send(get("/who")).reply().text();
        }
    }

    @WithBoth
    void askingWithoutTrustDoesNotStart(TlsProvider provider) throws Exception {
        TlsConfig config = config(provider).withClientAuth(ClientAuth.NEED);
        assertThatThrownBy(() -> start(config))
                .isInstanceOfSatisfying(
                        TlsSetupException.class,
                        e -> assertThat(e.part()).isEqualTo(TlsSetupException.Part.TRUST));
    }

    // Those that do not come to a session.

    @WithBoth
    void aHandshakeThatDoesNotEndInTimeIsClosed(TlsProvider provider) throws Exception {
        start(
                config(provider)
                        .withOptions(by(provider).withHandshakeTimeout(Duration.ofMillis(200))));
        try (RawClient silent = RawClient.connect(server().port());
                RawClient half = RawClient.connect(server().port());
                RawClient waiting = RawClient.connect(server().port())) {
            byte[] hello = ClientHello.of(0x0303);
            half.out().write(hello, 0, hello.length / 2);
            half.out().flush();
            waiting.out().write(hello);
            waiting.out().flush();
            assertThat(silent.closed()).isTrue();
            assertThat(half.closed()).isTrue();
            try {
                waiting.in().readAllBytes();
            } catch (SocketException reset) {
                // So it ends where the server had not read its bytes yet.
            }
        }
        assertThat(failures()).isEqualTo(3);
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @Test
    void aSessionOutlivesTheTimeOfItsHandshake() throws Exception {
        start(
                config(TlsProvider.AUTO)
                        .withOptions(
                                TlsOptions.defaults().withHandshakeTimeout(Duration.ofSeconds(5))));
        try (TlsPeer peer = peer();
                RawClient silent = RawClient.connect(server().port())) {
            assertThat(silent.closed()).isTrue();
            assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
        }
    }

    @WithBoth
    void plainHttpIsToldThatThisIsTls(TlsProvider provider) throws Exception {
        start(config(provider));
        try (RawClient client = RawClient.connect(server().port())) {
            RawClient.Reply reply = client.send(GET + "more of it").reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.field("content-type")).isEqualTo("application/problem+json");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(reply.text()).contains("TLS");
            assertThat(client.closed()).isTrue();
        }
        assertThat(failures()).isOne();
    }

    @WithBoth
    void whatIsNoTlsIsClosedWithoutAnAnswer(TlsProvider provider) throws Exception {
        start(config(provider));
        for (String junk :
                List.of(
                        "\u0000\u0001\u0002",
                        "\u0080.\u0001",
                        "\u0016\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009")) {
            try (RawClient client = RawClient.connect(server().port())) {
                client.send(junk);
                client.halfClose();
                assertThat(client.in().readAllBytes()).hasSizeLessThan(8);
            }
        }
        Waiting.until(() -> failures() == 3);
        Waiting.until(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void aPortThatIsOnlyProbedFailsNoHandshake(TlsProvider provider) throws Exception {
        start(config(provider));
        RawClient.connect(server().port()).close();
        try (TlsPeer peer = peer()) {
            assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
        }
        Waiting.until(() -> server().server().openConnections() == 0);
        assertThat(failures()).isZero();
    }

    // Reloads.

    @WithBoth
    void certificatesAreExchangedAgainAndAgainWhileConnectionsLiveOn(TlsProvider provider)
            throws Exception {
        start(config(provider));
        try (TlsPeer first = peer()) {
            for (int i = 0; i < 6; i++) {
                TestAuthority.Identity next = authority().server("standard.test");
                server().server()
                        .reloadTls(
                                ListenerConfig.PRIMARY,
                                TlsConfig.of(next.material()).withOptions(by(provider)));
                try (TlsPeer peer = peer()) {
                    assertThat(peer.certificate()).isEqualTo(next.certificate());
                    assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
                }
                assertThat(first.http().send(GET).reply().text()).isEqualTo("hello");
            }
            assertThat(first.certificate()).isEqualTo(standard().certificate());
        }
        assertThat(failures()).isZero();
    }

    @WithBoth
    void aBrokenCertificateIsRefusedAndTheOldOneKept(TlsProvider provider) throws Exception {
        start(config(provider));
        TlsConfig broken =
                TlsConfig.of(standard().mismatchedWith(authority().server("standard.test")))
                        .withOptions(by(provider));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> server().server().reloadTls(ListenerConfig.PRIMARY, broken))
                    .isInstanceOf(TlsSetupException.class)
                    .hasMessageContaining("the private key is not that of the certificate");
            try (TlsPeer peer = peer()) {
                assertThat(peer.certificate()).isEqualTo(standard().certificate());
            }
        }
    }

    @WithBoth
    void aServerThatWasStoppedStartsWithTheLatestCertificate(TlsProvider provider)
            throws Exception {
        start(config(provider));
        TestAuthority.Identity next = authority().server("standard.test");
        server().server().stop();
        server().server()
                .reloadTls(
                        ListenerConfig.PRIMARY,
                        TlsConfig.of(next.material()).withOptions(by(provider)));
        server().server().start();
        try (TlsPeer peer = peer()) {
            assertThat(peer.certificate()).isEqualTo(next.certificate());
        }
    }

    // Limits and ends.

    @WithBoth
    void connectionsInHandshakeCountAndEndWithTheServer(TlsProvider provider) throws Exception {
        start(config(provider));
        try (RawClient silent = RawClient.connect(server().port());
                RawClient half = RawClient.connect(server().port())) {
            half.out().write(ClientHello.of(0x0303), 0, 20);
            half.out().flush();
            Waiting.until(() -> server().server().openConnections() == 2);
            server().server().stop();
            assertThat(silent.closed()).isTrue();
            assertThat(half.closed()).isTrue();
        }
    }

    @WithBoth
    void aHandshakeThatHasBegunIsServedByADrainAndASilentPeerDoesNotHoldIt(TlsProvider provider)
            throws Exception {
        start(config(provider));
        try (RawClient silent = RawClient.connect(server().port());
                HaltingSocket socket = new HaltingSocket(server().port())) {
            AtomicReference<CompletableFuture<DrainReport>> drain = new AtomicReference<>();
            socket.amidFirstWrite(
                    () -> {
                        Waiting.until(() -> server().server().openConnections() == 2);
                        drain.set(server().server().drain(Duration.ofSeconds(60)));
                    });
            SSLSocket tls =
                    (SSLSocket)
                            authority()
                                    .clientContext(null)
                                    .getSocketFactory()
                                    .createSocket(socket, "standard.test", socket.getPort(), true);
            RawClient.Reply reply = RawClient.over(tls).send(GET).reply();
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.field("connection")).isEqualTo("close");
            tls.close();
            assertThat(silent.closed()).isTrue();
            assertThat(drain.get().get(60, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    @WithBoth
    void oneConnectionTooManyIsClosedBeforeItsHandshake(TlsProvider provider) throws Exception {
        start(config(provider), new HttpLimits(8192, 8192, 2, 0, 0, 65536, 65536, 65536, 65536));
        try (TlsPeer first = peer();
                RawClient silent = RawClient.connect(server().port())) {
            Waiting.until(() -> server().server().openConnections() == 2);
            assertThatThrownBy(this::peer).isInstanceOf(IOException.class);
            assertThat(first.http().send(GET).reply().text()).isEqualTo("hello");
            silent.close();
            Waiting.until(
                    () -> {
                        try (TlsPeer second = peer()) {
                            assertThat(second.http().send(GET).reply().text()).isEqualTo("hello");
                        }
                    });
        }
    }

    @WithBoth
    void theServerSaysWhichImplementationItUses(TlsProvider provider) throws Exception {
        start(config(provider));
        assertThat(server().server().tlsProvider(ListenerConfig.PRIMARY))
                .hasValue(provider == TlsProvider.JDK ? "the JDK" : "BoringSSL");
    }
}
