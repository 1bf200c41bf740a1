package io.tako.contracts.proxy;

import static io.tako.extract.Extractors.clientIp;
import static io.tako.extract.Extractors.proxyHeader;
import static io.tako.extract.Handlers.handle;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.AcceptRate;
import io.tako.access.AddressFilter;
import io.tako.access.Admission;
import io.tako.access.ConnectionAttempt;
import io.tako.access.ConnectionFilter;
import io.tako.access.SourceLimit;
import io.tako.access.Transport;
import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.ProxyBytes;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.RawClient.Reply;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Connection;
import io.tako.http.ProxyHeader;
import io.tako.http.ProxySsl;
import io.tako.http.Response;
import io.tako.http.TrustedProxies;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.DrainReport;
import io.tako.transport.ListenerCounts;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ProxyConfig;
import io.tako.transport.config.ProxyConfig.Mode;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What connections pass before their protocol, on every runtime and every I/O back end: the PROXY
 * header, and the filters.
 */
@EveryBackEnd
@OneInstance
final class ProxyProtocolContract extends ServerContract {

    private static final String GET = "GET /who HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] CLIENT =
            ProxyBytes.line("PROXY TCP4 192.0.2.7 192.0.2.80 50000 443");
    private static final ProxyConfig REQUIRED = trusting(Mode.REQUIRED, "127.0.0.0/8", "::1");
    private static final ProxyConfig ACCEPT = trusting(Mode.ACCEPT, "127.0.0.0/8", "::1");
    private static final byte[] UNSPECIFIED = ProxyBytes.raw(0x21, 0x00).bytes();

    private static final DrainConfig DRAIN =
            new DrainConfig(Duration.ZERO, Duration.ofSeconds(20), Duration.ofMillis(100));

    private final AtomicInteger handled = new AtomicInteger();

    ProxyProtocolContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    private static ProxyConfig trusting(Mode mode, String... senders) {
        return ProxyConfig.of(mode, TrustedProxies.of(List.of(senders)));
    }

    @AfterEach
    void stop() {
        close();
    }

    private void start(UnaryOperator<HttpListenerConfig> settings) {
        stop();
        handled.set(0);
        run(RunningServer.start(kind, io, 2, settings, DRAIN, routes()));
    }

    private void start(ProxyConfig proxy) {
        start(listener -> listener.withProxy(proxy));
    }

    private Routes routes() {
        return routes ->
                routes.get("/who", request -> Response.text(describe(request.connection())))
                        .get("/ip", handle(clientIp(), InetAddress::getHostAddress))
                        .get(
                                "/header",
                                handle(proxyHeader().optional(), ProxyProtocolContract::describe))
                        .get(
                                "/fields",
                                request ->
                                        Response.text(
                                                request.headers().headerNames().stream()
                                                        .sorted()
                                                        .collect(Collectors.joining(" "))));
    }

    private String describe(Connection connection) {
        handled.incrementAndGet();
        return text(connection.remoteAddress()) + " " + text(connection.localAddress());
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + "|" + inet.getPort()
                : address.toString();
    }

    private static String describe(Optional<ProxyHeader> header) {
        return header.map(
                        one ->
                                Stream.of(
                                                Optional.of(one.version() + " " + one.command()),
                                                one.authority(),
                                                one.alpn(),
                                                one.networkNamespace(),
                                                one.awsVpcEndpointId(),
                                                one.uniqueId().map(US_ASCII::decode),
                                                one.ssl().flatMap(ProxySsl::version),
                                                one.ssl().flatMap(ProxySsl::commonName),
                                                one.ssl().flatMap(ProxySsl::cipher))
                                        .flatMap(Optional::stream)
                                        .collect(Collectors.joining(" ")))
                .orElse("none");
    }

    private RawClient client(byte[]... bytes) throws IOException {
        RawClient client = RawClient.connect(server().port());
        for (byte[] piece : bytes) {
            client.send(piece);
        }
        return client;
    }

    private String answer(byte[] header, String path) throws IOException {
        try (RawClient client = client(header)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").reply().text();
        }
    }

    private ListenerCounts counts() {
        return server().server().counts(ListenerConfig.PRIMARY);
    }

    // What a header tells.

    /** A header, and the addresses that it tells. */
    private record Told(byte[] header, String addresses) {}

    private static List<Told> clients() {
        return List.of(
                new Told(CLIENT, "192.0.2.7|50000 192.0.2.80|443"),
                new Told(
                        ProxyBytes.line("PROXY TCP6 2001:db8::7 2001:db8::80 1 65535"),
                        "2001:db8:0:0:0:0:0:7|1 2001:db8:0:0:0:0:0:80|65535"),
                new Told(
                        ProxyBytes.of("192.0.2.7", 50_000, "192.0.2.80", 443).bytes(),
                        "192.0.2.7|50000 192.0.2.80|443"),
                new Told(
                        ProxyBytes.of("2001:db8::7", 0, "2001:db8::80", 443).bytes(),
                        "2001:db8:0:0:0:0:0:7|0 2001:db8:0:0:0:0:0:80|443"),
                new Told(
                        ProxyBytes.of("192.0.2.7", 50_000, "192.0.2.80", 443)
                                .tlv(4, new byte[3000])
                                .summed(),
                        "192.0.2.7|50000 192.0.2.80|443"),
                new Told(ProxyBytes.unix("/run/a", "/run/b").bytes(), "/run/a /run/b"));
    }

    @Test
    void theClientIsWhomTheHeaderNames() throws Exception {
        start(REQUIRED);
        for (Told one : clients()) {
            assertThat(answer(one.header(), "/who")).isEqualTo(one.addresses());
        }
        assertThat(answer(CLIENT, "/ip")).isEqualTo("192.0.2.7");
        assertThat(counts().proxyRefusals()).isZero();
    }

    @Test
    void everyRequestOfTheConnectionIsTheClients() throws Exception {
        start(REQUIRED);
        try (RawClient client = client(CLIENT)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET).reply().text()).startsWith("192.0.2.7|50000");
            }
        }
    }

    @Test
    void aHeaderOfNobodyLeavesTheAddressAtTheSockets() throws Exception {
        start(REQUIRED);
        for (byte[] header :
                List.of(
                        ProxyBytes.local().bytes(),
                        ProxyBytes.line("PROXY UNKNOWN"),
                        ProxyBytes.line("PROXY UNKNOWN 192.0.2.7 192.0.2.80 1 2"),
                        UNSPECIFIED,
                        ProxyBytes.raw(0x20, 0x11).add(new byte[12]).bytes())) {
            assertThat(answer(header, "/who")).matches("127.0.0.1\\|\\d+ 127.0.0.1\\|\\d+");
        }
        assertThat(answer(ProxyBytes.local().tlv(5, "probe-1").summed(), "/header"))
                .isEqualTo("V2 LOCAL probe-1");
    }

    @Test
    void extensionsAreTheHandlersToRead() throws Exception {
        start(REQUIRED);
        byte[] header =
                ProxyBytes.of("192.0.2.7", 50_000, "192.0.2.80", 443)
                        .tlv(2, "shop.test")
                        .tlv(1, "h2")
                        .tlv(0x30, "blue")
                        .tlv(0xEA, "\u0001vpce-1")
                        .tlv(5, "id-7")
                        .ssl(
                                7,
                                0,
                                ProxyBytes.nothing()
                                        .tlv(0x21, "TLSv1.3")
                                        .tlv(0x22, "jo")
                                        .tlv(0x23, "AES128"))
                        .summed();
        assertThat(answer(header, "/header"))
                .isEqualTo("V2 PROXY shop.test h2 blue vpce-1 id-7 TLSv1.3 jo AES128");
        assertThat(answer(CLIENT, "/header")).isEqualTo("V1 PROXY");
    }

    @Test
    void forwardingFieldsOfTheClientAreTakenOut() throws Exception {
        start(listener -> listener.withProxy(ACCEPT).withHttp2(Http2Config.on()));
        String fields =
                "GET /fields HTTP/1.1\r\n"
                        + "Host: h\r\n"
                        + "Forwarded: for=9.9.9.9\r\n"
                        + "X-Forwarded-For: 9.9.9.9\r\n"
                        + "X-FORWARDED-Proto: https\r\n"
                        + "X-Mine: 1\r\n\r\n";
        try (RawClient client = client(CLIENT)) {
            assertThat(client.send(fields).reply().text()).isEqualToIgnoringCase("Host X-Mine");
        }
        try (RawClient client = client()) {
            assertThat(client.send(fields).reply().text())
                    .containsIgnoringCase("x-forwarded-for")
                    .containsIgnoringCase("forwarded");
        }
        try (Http2Client client = Http2Client.open(server().port(), 0)) {
            client.send(CLIENT)
                    .send(Http2Bytes.frames().raw(Http2Bytes.PREFACE).settings())
                    .send(
                            Http2Bytes.frames()
                                    .headers(
                                            1,
                                            true,
                                            Http2Bytes.request(
                                                    "GET",
                                                    "/fields",
                                                    "forwarded",
                                                    "for=9.9.9.9",
                                                    "x-forwarded-host",
                                                    "evil",
                                                    "x-mine",
                                                    "1")));
            assertThat(client.reply(1).text()).contains("x-mine").doesNotContain("forwarded");
        }
    }

    // TLS.

    /** Made once for all runtimes and back ends. */
    private static final class Certificates {
        static final TestAuthority AUTHORITY = create();

        private static TestAuthority create() {
            try {
                return TestAuthority.create("Test authority");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void tlsBeginsBehindTheHeader() throws Exception {
        TestAuthority authority = Certificates.AUTHORITY;
        TlsConfig tls = TlsConfig.of(authority.server("shop.test").material());
        start(listener -> listener.withProxy(REQUIRED).withTls(tls));
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
            plain.getOutputStream().write(CLIENT);
            SSLSocket secured =
                    (SSLSocket)
                            authority
                                    .clientContext(null)
                                    .getSocketFactory()
                                    .createSocket(plain, "shop.test", 443, true);
            secured.setSoTimeout(30_000);
            secured.startHandshake();
            try (RawClient client = RawClient.over(secured)) {
                assertThat(client.send(GET).reply().text())
                        .isEqualTo("192.0.2.7|50000 192.0.2.80|443");
            }
        }
        assertThat(server().server().tlsCounts(ListenerConfig.PRIMARY).handshakes()).isOne();
    }

    @Test
    void theBalancersTlsIsBelievedOnlyOnRequest() throws Exception {
        TestAuthority authority = Certificates.AUTHORITY;
        byte[] certificate = authority.client("jo").certificate().getEncoded();
        byte[] header =
                ProxyBytes.of("192.0.2.7", 50_000, "192.0.2.80", 443)
                        .tlv(2, "shop.test")
                        .ssl(
                                7,
                                0,
                                ProxyBytes.nothing()
                                        .tlv(0x21, "TLSv1.3")
                                        .tlv(0x23, "AES128")
                                        .tlv(0x28, certificate))
                        .bytes();
        AtomicReference<@Nullable Connection> seen = new AtomicReference<>();
        Routes routes =
                all ->
                        all.get(
                                "/who",
                                request -> {
                                    seen.set(request.connection());
                                    return Response.text("seen");
                                });
        for (boolean trusted : new boolean[] {false, true}) {
            stop();
            run(
                    RunningServer.start(
                            kind,
                            io,
                            1,
                            listener -> listener.withProxy(REQUIRED.withTrustTls(trusted)),
                            routes));
            assertThat(answer(header, "/who")).isEqualTo("seen");
            Connection connection = Objects.requireNonNull(seen.get());
            assertThat(connection.secure()).isEqualTo(trusted);
            assertThat(connection.tls().isPresent()).isEqualTo(trusted);
            if (trusted) {
                Connection.Tls tls = connection.tls().orElseThrow();
                assertThat(tls.protocol()).isEqualTo("TLSv1.3");
                assertThat(tls.cipherSuite()).isEqualTo("AES128");
                assertThat(tls.serverName()).isEqualTo("shop.test");
                assertThat(tls.peerCertificates())
                        .singleElement()
                        .satisfies(one -> assertThat(one.getEncoded()).isEqualTo(certificate));
                assertThat(answer(CLIENT, "/who")).isEqualTo("seen");
                assertThat(Objects.requireNonNull(seen.get()).secure()).isFalse();
            }
        }
    }

    // What is refused.

    @Test
    void aMalformedHeaderEndsItsConnectionUnanswered() throws Exception {
        start(REQUIRED);
        long refused = 0;
        for (ProxyMalformedCases.Case one : ProxyMalformedCases.all().toList()) {
            try (RawClient client = client(one.bytes())) {
                assertThat(client.closed()).as(one.name()).isTrue();
            }
            refused++;
            awaitRefusals(refused);
        }
        assertThat(refused).isGreaterThanOrEqualTo(40);
        assertThat(handled).hasValue(0);
        assertThat(answer(CLIENT, "/who")).startsWith("192.0.2.7|");
    }

    /** The codec closes where it fails, a moment before that is counted. */
    private void awaitRefusals(long count) {
        Waiting.until(() -> counts().proxyRefusals() >= count);
        assertThat(counts().proxyRefusals()).isEqualTo(count);
    }

    @Test
    void aWrongChecksumIsPassedOverOnRequest() throws Exception {
        start(REQUIRED.withVerifyChecksum(false));
        byte[] header = ProxyBytes.of("192.0.2.7", 50_000, "192.0.2.80", 443).wronglySummed();
        assertThat(answer(header, "/who")).startsWith("192.0.2.7|50000");
    }

    @Test
    void aHeaderOfTheLargestSizeIsReadAndAByteMoreIsNot() throws Exception {
        start(REQUIRED.withMaxHeaderSize(ProxyConfig.MIN_HEADER_SIZE));
        assertThat(answer(ProxyBytes.unix("/run/a", "/run/b").bytes(), "/who"))
                .isEqualTo("/run/a /run/b");
        try (RawClient client = client(ProxyBytes.unix("/run/a", "/run/b").bytes(217))) {
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void aHeaderThatDripsIsClosed() throws Exception {
        start(ACCEPT.withHeaderTimeout(Duration.ofMillis(400)));
        try (RawClient client = client(Arrays.copyOf(CLIENT, 10))) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 10; i < 10_000; i++) {
                                    client.send(new byte[] {'U'});
                                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        awaitRefusals(1);
        Waiting.until(() -> counts().connections() == 0);
    }

    @Test
    void silenceIsClosedWhereAHeaderIsRequiredAndServedWhereNot() throws Exception {
        start(REQUIRED.withHeaderTimeout(Duration.ofMillis(200)));
        try (RawClient client = client()) {
            assertThat(client.closed()).isTrue();
        }
        start(ACCEPT.withHeaderTimeout(Duration.ofMillis(200)));
        try (RawClient client = client()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            assertThat(client.send(GET).reply().text()).startsWith("127.0.0.1|");
        }
    }

    @Test
    void aForgedHeaderIsRefused() throws Exception {
        start(trusting(Mode.ACCEPT, "192.0.2.0/24"));
        try (RawClient client = client(CLIENT)) {
            assertThat(client.closed()).isTrue();
        }
        try (RawClient client = client(ProxyBytes.of("192.0.2.7", 1, "192.0.2.80", 443).bytes())) {
            assertThat(client.closed()).isTrue();
        }
        assertThat(counts().proxyRefusals()).isEqualTo(2);
        try (RawClient client = client()) {
            assertThat(client.send(GET).reply().text()).startsWith("127.0.0.1|");
        }
        start(trusting(Mode.REQUIRED, "192.0.2.0/24"));
        try (RawClient client = client()) {
            assertThat(client.closed()).isTrue();
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void healthChecksNeedNoHeaderWhereNoneIsRequired() throws Exception {
        start(ACCEPT);
        try (RawClient client = client()) {
            assertThat(client.send(GET).reply().text()).startsWith("127.0.0.1|");
        }
        assertThat(answer(CLIENT, "/who")).startsWith("192.0.2.7|");
        client().close();
        Waiting.until(() -> counts().accepted() == 3 && counts().connections() == 0);
        assertThat(counts().proxyRefusals()).isZero();
    }

    @Test
    void connectionsThatWaitForTheirHeaderCount() throws Exception {
        start(
                listener ->
                        listener.withProxy(REQUIRED)
                                .withLimits(
                                        new HttpLimits(
                                                8192, 8192, 1, 0, 0, 65536, 65536, 65536, 65536)));
        try (RawClient first = client()) {
            Waiting.until(() -> counts().connections() == 1);
            try (RawClient second = client()) {
                assertThat(second.closed()).isTrue();
            }
            assertThat(counts().refusedConnections()).isOne();
            first.send(CLIENT);
            assertThat(first.send(GET).reply().text()).startsWith("192.0.2.7|");
        }
        Waiting.until(() -> assertThat(answer(CLIENT, "/who")).startsWith("192.0.2.7|"));
    }

    @Test
    void aDrainWaitsForAHeaderThatHasBegun() throws Exception {
        start(REQUIRED);
        try (RawClient silent = client();
                RawClient begun = client(Arrays.copyOf(CLIENT, 20))) {
            Waiting.until(() -> counts().connections() == 2);
            // Both are on their loops; the second has been read from once a third is refused.
            try (RawClient third = client(ProxyBytes.line("PROXY TCP4"))) {
                assertThat(third.closed()).isTrue();
            }
            CompletableFuture<DrainReport> drained = server().server().drain();
            assertThat(silent.closed()).isTrue();
            // Together: during a drain a connection that says nothing for a while is ended.
            byte[] rest = Arrays.copyOfRange(CLIENT, 20, CLIENT.length);
            Reply last = begun.send(new String(rest, ISO_8859_1) + GET).reply();
            assertThat(last.text()).startsWith("192.0.2.7|");
            assertThat(last.field("connection")).isEqualTo("close");
            assertThat(drained.get(30, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    @Test
    void aDrainCutsAHeaderThatDoesNotEnd() throws Exception {
        start(REQUIRED);
        try (RawClient begun = client(Arrays.copyOf(CLIENT, 20))) {
            Waiting.until(() -> counts().connections() == 1);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            DrainReport report =
                    server().server().drain(Duration.ofMillis(300)).get(30, TimeUnit.SECONDS);
            assertThat(report.cutAt()).containsExactly(Map.entry("a PROXY header", 1));
            assertThat(begun.closed()).isTrue();
        }
    }

    // Filters.

    private void start(ProxyConfig proxy, ConnectionFilter filter) {
        start(listener -> listener.withProxy(proxy).withFilter(filter));
    }

    private void assertDenied(byte[]... bytes) throws IOException {
        long before = counts().denied();
        try (RawClient client = client(bytes)) {
            assertThat(client.closed()).isTrue();
        }
        assertThat(counts().denied()).isEqualTo(before + 1);
    }

    @Test
    void addressesAreThoseOfTheHeader() throws Exception {
        start(REQUIRED, AddressFilter.of(List.of(), List.of("192.0.2.0/24")));
        assertDenied(CLIENT);
        assertThat(answer(ProxyBytes.line("PROXY TCP4 198.51.100.1 192.0.2.80 1 2"), "/who"))
                .startsWith("198.51.100.1|1");
        assertThat(answer(ProxyBytes.local().bytes(), "/who")).startsWith("127.0.0.1|");
        assertThat(counts().proxyRefusals()).isZero();
    }

    @Test
    void withoutAHeaderAddressesAreTheSockets() throws Exception {
        start(ProxyConfig.off(), AddressFilter.of(List.of("192.0.2.0/24"), List.of()));
        assertDenied();
        start(ProxyConfig.off(), AddressFilter.of(List.of("127.0.0.0/8"), List.of()));
        assertThat(answer(new byte[0], "/who")).startsWith("127.0.0.1|");
    }

    @Test
    void eachSourceHasItsOwnConnections() throws Exception {
        start(REQUIRED, SourceLimit.of(2));
        byte[] other = ProxyBytes.line("PROXY TCP4 198.51.100.1 192.0.2.80 1 2");
        try (RawClient first = client(CLIENT);
                RawClient second = client(CLIENT)) {
            assertThat(first.send(GET).reply().status()).isEqualTo(200);
            assertThat(second.send(GET).reply().status()).isEqualTo(200);
            assertDenied(CLIENT);
            assertThat(answer(other, "/who")).startsWith("198.51.100.1|");
        }
        Waiting.until(() -> counts().connections() == 0);
        assertThat(answer(CLIENT, "/who")).startsWith("192.0.2.7|");
    }

    @Test
    void connectionsBeyondTheRateAreDenied() throws Exception {
        start(ProxyConfig.off(), AcceptRate.of(1, 3));
        int served = 0;
        for (int i = 0; i < 40; i++) {
            try (RawClient client = client()) {
                if (client.send(GET).reply().status() == 200) {
                    served++;
                }
            } catch (IOException denied) {
                assertThat(counts().denied()).isPositive();
            }
        }
        assertThat(served).isGreaterThanOrEqualTo(3);
        assertThat(counts().denied()).isEqualTo(40 - served).isPositive();
    }

    @Test
    void aFilterSeesListenerAddressesAndHeader() throws Exception {
        AtomicReference<@Nullable ConnectionAttempt> seen = new AtomicReference<>();
        start(
                REQUIRED,
                attempt -> {
                    seen.set(attempt);
                    throw new IllegalStateException("the filter is broken");
                });
        assertDenied(CLIENT);
        ConnectionAttempt attempt = Objects.requireNonNull(seen.get());
        assertThat(attempt.listener()).isEqualTo(ListenerConfig.PRIMARY);
        assertThat(attempt.transport()).isEqualTo(Transport.TCP);
        assertThat(text(attempt.source())).isEqualTo("192.0.2.7|50000");
        assertThat(text(attempt.destination())).isEqualTo("192.0.2.80|443");
        ProxyHeader header = Objects.requireNonNull(attempt.proxy());
        assertThat(text(header.sender())).startsWith("127.0.0.1|");
    }

    // Unix domain sockets.

    @Test
    void whoMayUseAUnixSocketMaySendAHeader(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("app.sock");
        List<ConnectionAttempt> seen = new CopyOnWriteArrayList<>();
        start(
                listener ->
                        listener.withAddress(UnixAddress.of(path.toString()))
                                .withProxy(trusting(Mode.ACCEPT))
                                .withFilter(
                                        attempt -> {
                                            seen.add(attempt);
                                            return Admission.allow();
                                        }));
        try (RawClient client = RawClient.over(UnixSocket.connect(path))) {
            assertThat(client.send(CLIENT).send(GET).reply().text())
                    .isEqualTo("192.0.2.7|50000 192.0.2.80|443");
        }
        try (RawClient client = RawClient.over(UnixSocket.connect(path))) {
            assertThat(client.send(GET).reply().text()).isEqualTo(" " + path);
        }
        assertThat(seen)
                .extracting(attempt -> text(attempt.source()))
                .containsExactly("192.0.2.7|50000", "");
        assertThat(seen)
                .allMatch(attempt -> attempt.transport() == Transport.UNIX)
                .allMatch(attempt -> attempt.listener().equals(ListenerConfig.PRIMARY));
    }
}
