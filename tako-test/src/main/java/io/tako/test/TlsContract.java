package io.tako.test;

import static io.tako.extract.Extractors.clientCertificate;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Connection;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.DrainReport;
import io.tako.transport.Http2Config;
import io.tako.transport.HttpLimits;
import io.tako.transport.HttpListenerConfig;
import io.tako.transport.ListenerConfig;
import io.tako.transport.TlsConfig;
import io.tako.transport.TlsConfig.ClientAuth;
import io.tako.transport.TlsOptions;
import io.tako.transport.TlsProvider;
import io.tako.transport.TlsSetupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What TLS does on every runtime and every I/O back end, by both implementations. A subclass names
 * one pair of runtime and back end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TlsContract {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int REFUSALS = 20;

    private final RuntimeKind kind;
    private final IoPreference io;
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable TestAuthority certifier;
    private TestAuthority.@Nullable Identity standardIdentity;
    private @Nullable Path content;
    private @Nullable RunningServer running;

    /** Each test runs with both. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"OPENSSL", "JDK"})
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface WithBoth {}

    protected TlsContract(RuntimeKind kind, IoPreference io) {
        this.kind = kind;
        this.io = io;
    }

    @BeforeAll
    void makeCertificates(@TempDir Path directory) throws Exception {
        certifier = TestAuthority.create("Test authority");
        standardIdentity = authority().server("standard.test");
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);
        content = Files.write(directory.resolve("content.bin"), bytes);
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private TestAuthority authority() {
        return Objects.requireNonNull(certifier);
    }

    private TestAuthority.Identity standard() {
        return Objects.requireNonNull(standardIdentity);
    }

    private RunningServer server() {
        return Objects.requireNonNull(running);
    }

    private Path content() {
        return Objects.requireNonNull(content);
    }

    // Servers and clients.

    private static TlsOptions by(TlsProvider provider) {
        return TlsOptions.defaults().withProvider(provider);
    }

    private TlsConfig config(TlsProvider provider) throws Exception {
        return TlsConfig.of(standard().material()).withOptions(by(provider));
    }

    private void start(TlsConfig config) {
        start(config, HttpLimits.defaults());
    }

    private void start(TlsConfig config, HttpLimits limits) {
        start(listener -> listener.withLimits(limits).withTls(config));
    }

    private void start(UnaryOperator<HttpListenerConfig> settings) {
        running = RunningServer.start(kind, io, 2, settings, routes());
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "hello"))
                        .get("/inline", nonBlocking(handle(() -> "inline")))
                        .get("/session", handle(connection(), TlsContract::describe))
                        .get("/who", handle(clientCertificate(), TlsContract::subject))
                        .get(
                                "/perhaps",
                                handle(
                                        clientCertificate().optional(),
                                        who -> who.map(TlsContract::subject).orElse("nobody")))
                        .get("/file", handle(this::content))
                        .get("/file-inline", nonBlocking(handle(this::content)))
                        .get(
                                "/missing",
                                handle(
                                        () ->
                                                Response.ok()
                                                        .body(
                                                                new io.tako.http.Body.File(
                                                                        content()
                                                                                .resolveSibling(
                                                                                        "x"),
                                                                        0,
                                                                        10))))
                        .get(
                                "/forever",
                                handle(
                                        () -> {
                                            never.await();
                                            return "never";
                                        }))
                        .post(
                                "/count",
                                request -> Response.text("" + count(request.content().stream())));
    }

    private static String describe(Connection connection) {
        Connection.Tls tls = connection.tls().orElseThrow();
        return String.join(
                " ",
                tls.protocol(),
                tls.cipherSuite(),
                tls.serverName().isEmpty() ? "-" : tls.serverName(),
                String.valueOf(connection.secure()));
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static long count(InputStream in) throws IOException {
        byte[] some = new byte[64 * 1024];
        long count = 0;
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
            count += n;
        }
        return count;
    }

    private TlsPeer peer() throws Exception {
        return peer("standard.test");
    }

    private TlsPeer peer(String serverName, String... protocols) throws Exception {
        return peer(null, serverName, protocols);
    }

    private TlsPeer peer(
            TestAuthority.@Nullable Identity client, String serverName, String... protocols)
            throws Exception {
        SSLContext context = authority().clientContext(client);
        return TlsPeer.connect(context, server().port(), serverName, protocols);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private long failures() {
        return server().server().tlsCounts(ListenerConfig.PRIMARY).failures();
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
        await(() -> failures() == 1);
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
        await(() -> failures() == 1);
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
        await(() -> failures() == 4);
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
            waiting.in().readAllBytes();
        }
        assertThat(failures()).isEqualTo(3);
        await(() -> server().server().openConnections() == 0);
    }

    @Test
    void aSessionOutlivesTheTimeOfItsHandshake() throws Exception {
        start(
                config(TlsProvider.AUTO)
                        .withOptions(
                                TlsOptions.defaults().withHandshakeTimeout(Duration.ofSeconds(2))));
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
        await(() -> failures() == 3);
        await(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void aPortThatIsOnlyProbedFailsNoHandshake(TlsProvider provider) throws Exception {
        start(config(provider));
        RawClient.connect(server().port()).close();
        try (TlsPeer peer = peer()) {
            assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
        }
        await(() -> server().server().openConnections() == 0);
        assertThat(failures()).isZero();
    }

    // HTTP inside.

    @WithBoth
    void manyRequestsOfOneConnectionAreAnsweredInOrder(TlsProvider provider) throws Exception {
        start(config(provider));
        try (TlsPeer peer = peer()) {
            peer.http().send((GET + get("/inline")).repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(peer.http().reply().text()).isEqualTo("hello");
                assertThat(peer.http().reply().text()).isEqualTo("inline");
            }
        }
    }

    @WithBoth
    void filesArriveWhole(TlsProvider provider) throws Exception {
        start(config(provider));
        byte[] expected = Files.readAllBytes(content());
        try (TlsPeer peer = peer()) {
            for (String path : List.of("/file", "/file-inline", "/file")) {
                RawClient.Reply reply = peer.http().send(get(path)).reply();
                assertThat(reply.field("content-length")).isEqualTo("" + expected.length);
                assertThat(Arrays.equals(reply.body(), expected)).isTrue();
            }
            peer.http().send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=9-18\r\n\r\n");
            assertThat(peer.http().reply().body()).isEqualTo(Arrays.copyOfRange(expected, 9, 19));
            assertThat(peer.http().send(get("/missing")).reply().status()).isEqualTo(500);
            assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
        }
    }

    @WithBoth
    void aClientThatLeavesAmidAFileLeavesNothingBehind(TlsProvider provider) throws Exception {
        start(config(provider));
        for (int i = 0; i < 5; i++) {
            try (TlsPeer peer = peer()) {
                peer.http().send(get("/file"));
                peer.http().in().readNBytes(1000);
            }
        }
        await(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void largeUploadsArriveWhole(TlsProvider provider) throws Exception {
        start(config(provider));
        int size = 16 << 20;
        try (TlsPeer peer = peer()) {
            peer.http()
                    .send(
                            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                    + size
                                    + "\r\n\r\n");
            OutputStream out = peer.http().out();
            byte[] some = new byte[1 << 20];
            for (int sent = 0; sent < size; sent += some.length) {
                out.write(some);
            }
            out.flush();
            assertThat(peer.http().reply().text()).isEqualTo("" + size);
        }
    }

    @WithBoth
    void theLastAnswerEndsWithACloseNotify(TlsProvider provider) throws Exception {
        start(config(provider));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                peer.http().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(peer.http().reply().text()).isEqualTo("hello");
                // The JDK throws where the stream ends without one.
                assertThat(peer.http().in().read()).isEqualTo(-1);
            }
        }
    }

    @WithBoth
    void aRefusedRequestIsReadableWhileItsBodyStillComes(TlsProvider provider) throws Exception {
        start(config(provider));
        String request = "GET / HTTP/1.1\r\nno colon\r\n\r\n" + "x".repeat(200_000);
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            // The more often, the likelier it comes while the answer's end is on its way.
            for (int i = 0; i < REFUSALS; i++) {
                try (TlsPeer peer = peer("standard.test", version)) {
                    peer.http().send(request);
                    assertThat(peer.http().reply().status()).isEqualTo(400);
                    assertThat(peer.http().in().read()).isEqualTo(-1);
                }
            }
        }
        await(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void aClientThatEndsSendingIsClosedTo(TlsProvider provider) throws Exception {
        start(config(provider));
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsPeer peer = peer("standard.test", version)) {
                assertThat(peer.http().send(GET).reply().text()).isEqualTo("hello");
                peer.socket().shutdownOutput();
                assertThat(peer.http().in().read()).isEqualTo(-1);
            }
        }
        await(() -> server().server().openConnections() == 0);
    }

    @WithBoth
    void theJdkClientIsServed(TlsProvider provider) throws Exception {
        start(config(provider));
        URI uri = URI.create("https://127.0.0.1:" + server().port() + "/session");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority().clientContext(null)).build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.body()).startsWith("TLSv1.3");
            }
        }
    }

    @WithBoth
    void http2IsSpokenWithThoseWhoAskForIt(TlsProvider provider) throws Exception {
        TlsConfig config = config(provider);
        start(listener -> listener.withTls(config).withHttp2(Http2Config.on()));
        URI uri = URI.create("https://127.0.0.1:" + server().port() + "/file");
        byte[] expected = Files.readAllBytes(content());
        for (HttpClient.Version version :
                List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
            try (HttpClient client =
                    HttpClient.newBuilder()
                            .version(version)
                            .sslContext(authority().clientContext(null))
                            .build()) {
                HttpResponse<byte[]> response =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertThat(response.version()).isEqualTo(version);
                assertThat(Arrays.equals(response.body(), expected)).isTrue();
            }
        }
        await(() -> server().server().openConnections() == 0);
        assertThat(failures()).isZero();
    }

    @WithBoth
    void curlIsServed(TlsProvider provider, @TempDir Path directory) throws Exception {
        start(config(provider));
        Path trusted = Files.writeString(directory.resolve("ca.pem"), authority().pem());
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "-sS",
                                "--cacert",
                                trusted.toString(),
                                "--resolve",
                                "standard.test:" + server().port() + ":127.0.0.1",
                                "https://standard.test:" + server().port() + "/session")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        assertThat(said).startsWith("TLSv1.3").contains("standard.test");
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
            await(() -> server().server().openConnections() == 2);
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
                        await(() -> server().server().openConnections() == 2);
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
            await(() -> server().server().openConnections() == 2);
            assertThatThrownBy(this::peer).isInstanceOf(IOException.class);
            assertThat(first.http().send(GET).reply().text()).isEqualTo("hello");
            silent.close();
            await(() -> server().server().openConnections() == 1);
            try (TlsPeer second = peer()) {
                assertThat(second.http().send(GET).reply().text()).isEqualTo("hello");
            }
        }
    }

    @WithBoth
    void theServerSaysWhichImplementationItUses(TlsProvider provider) throws Exception {
        start(config(provider));
        assertThat(server().server().tlsProvider(ListenerConfig.PRIMARY))
                .hasValue(provider == TlsProvider.JDK ? "the JDK" : "BoringSSL");
    }
}
