package io.tako.contracts.tls;

import static io.tako.extract.Extractors.clientCertificate;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;

import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Connection;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsOptions;
import io.tako.transport.config.TlsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One server that speaks TLS, by either implementation, and its peers. */
@OneInstance
abstract class TlsServerContract extends ServerContract {

    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    final Semaphore asked = new Semaphore(0);
    final Semaphore mayAnswer = new Semaphore(0);
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable TestAuthority certifier;
    private TestAuthority.@Nullable Identity standardIdentity;
    private @Nullable Path content;

    /** Each test runs with both. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"OPENSSL", "JDK"})
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface WithBoth {}

    TlsServerContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void makeCertificates(@TempDir Path directory) throws Exception {
        certifier = TestAuthority.create("Test authority");
        standardIdentity = authority().server("standard.test");
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);
        content = Files.write(directory.resolve("content.bin"), bytes);
    }

    @AfterEach
    void stop() {
        close();
    }

    final TestAuthority authority() {
        return Objects.requireNonNull(certifier);
    }

    final TestAuthority.Identity standard() {
        return Objects.requireNonNull(standardIdentity);
    }

    final Path content() {
        return Objects.requireNonNull(content);
    }

    // Servers and clients.

    static final TlsOptions by(TlsProvider provider) {
        return TlsOptions.defaults().withProvider(provider);
    }

    final TlsConfig config(TlsProvider provider) throws Exception {
        return TlsConfig.of(standard().material()).withOptions(by(provider));
    }

    final void start(TlsConfig config) {
        start(config, HttpLimits.defaults());
    }

    final void start(TlsConfig config, HttpLimits limits) {
        start(listener -> listener.withLimits(limits).withTls(config));
    }

    final void start(UnaryOperator<HttpListenerConfig> settings) {
        run(RunningServer.start(kind, io, 2, settings, routes()));
    }

    private Routes routes() {
        return routes ->
                routes.get("/", handle(() -> "hello"))
                        .get("/inline", nonBlocking(handle(() -> "inline")))
                        .get("/soon", handle(this::soon))
                        .get("/session", handle(connection(), TlsServerContract::describe))
                        .get("/who", handle(clientCertificate(), TlsServerContract::subject))
                        .get(
                                "/perhaps",
                                handle(
                                        clientCertificate().optional(),
                                        who ->
                                                who.map(TlsServerContract::subject)
                                                        .orElse("nobody")))
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

    private String soon() throws InterruptedException {
        asked.release();
        mayAnswer.acquire();
        return "soon";
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

    static final String subject(X509Certificate certificate) {
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

    final TlsPeer peer() throws Exception {
        return peer("standard.test");
    }

    final TlsPeer peer(String serverName, String... protocols) throws Exception {
        return peer(null, serverName, protocols);
    }

    final TlsPeer peer(
            TestAuthority.@Nullable Identity client, String serverName, String... protocols)
            throws Exception {
        SSLContext context = authority().clientContext(client);
        return TlsPeer.connect(context, server().port(), serverName, protocols);
    }

    static final String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    final long failures() {
        return server().server().tlsCounts(ListenerConfig.PRIMARY).failures();
    }
}
