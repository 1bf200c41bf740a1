package io.tako.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.FreePort;
import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Connection;
import io.tako.http.ProxyHeader;
import io.tako.http.ProxySsl;
import io.tako.http.Response;
import io.tako.http.TrustedProxies;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ProxyConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * HAProxy in front of both runtimes: each kind of PROXY header that it sends, and its health
 * checks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaproxyTest {

    /** Another address of the loopback interface than HAProxy's own. */
    private static final String CLIENT = "127.0.0.7";

    /** The ways in, of which each runtime has all. */
    private enum Door {
        V1("send-proxy"),
        V2("send-proxy-v2"),
        SUMMED("send-proxy-v2 proxy-v2-options crc32c,unique-id"),
        TLS(
                "send-proxy-v2 proxy-v2-options"
                        + " ssl,cert-cn,ssl-cipher,cert-sig,cert-key,authority,unique-id,crc32c");

        private final String sends;

        Door(String sends) {
            this.sends = sends;
        }
    }

    private final Map<RuntimeKind, RunningServer> servers = new EnumMap<>(RuntimeKind.class);
    private final Map<RuntimeKind, Map<Door, Integer>> ports = new EnumMap<>(RuntimeKind.class);
    private final Map<RuntimeKind, ConcurrentLinkedQueue<String>> probes =
            new EnumMap<>(RuntimeKind.class);
    private @Nullable TestAuthority authority;
    private @Nullable Haproxy haproxy;

    private TestAuthority authority() {
        return Objects.requireNonNull(authority);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        authority = TestAuthority.create("Conformance");
        TestAuthority.Identity site = authority.server("shop.test");
        Path pem =
                Files.writeString(
                        directory.resolve("site.pem"), site.certificatePem() + site.keyPem());
        Path trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        StringBuilder configuration = new StringBuilder();
        configuration.append(
                """
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 60s
                    timeout server 60s
                    timeout check 60s
                    unique-id-format request-%pid
                """);
        int last = 0;
        for (RuntimeKind kind : RuntimeKind.values()) {
            probes.put(kind, new ConcurrentLinkedQueue<>());
            RunningServer server = server(kind);
            servers.put(kind, server);
            Map<Door, Integer> doors = new EnumMap<>(Door.class);
            ports.put(kind, doors);
            for (Door door : Door.values()) {
                last = FreePort.tcp();
                doors.put(door, last);
                String tls =
                        door == Door.TLS
                                ? " ssl crt " + pem + " ca-file " + trusted + " verify optional"
                                : "";
                configuration.append(
                        """
                        listen %s-%s
                            bind 127.0.0.1:%d%s
                            option httpchk GET /probe
                            http-check send hdr Host h
                            server tako 127.0.0.1:%d %s check check-send-proxy inter 100ms fall 10000
                        """
                                .formatted(kind, door, last, tls, server.port(), door.sends));
            }
        }
        haproxy = Haproxy.start(directory, configuration.toString(), last);
    }

    @AfterAll
    void stop() {
        if (haproxy != null) {
            haproxy.close();
        }
        servers.values().forEach(RunningServer::close);
    }

    private RunningServer server(RuntimeKind kind) {
        ProxyConfig proxy =
                ProxyConfig.of(ProxyConfig.Mode.REQUIRED, TrustedProxies.of(List.of("127.0.0.1")))
                        .withTrustTls(true);
        Routes routes =
                all ->
                        all.get("/who", request -> Response.text(describe(request.connection())))
                                .get(
                                        "/probe",
                                        request -> {
                                            probes(kind).add(command(request.connection()));
                                            return Response.text("well");
                                        });
        return RunningServer.start(
                kind, IoPreference.AUTO, 2, listener -> listener.withProxy(proxy), routes);
    }

    private ConcurrentLinkedQueue<String> probes(RuntimeKind kind) {
        return Objects.requireNonNull(probes.get(kind));
    }

    private static String command(Connection connection) {
        ProxyHeader header = connection.proxy().orElseThrow();
        return header.version() + " " + header.command() + " " + host(connection.remoteAddress());
    }

    private static String host(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress().getHostAddress();
    }

    private static String describe(Connection connection) {
        ProxyHeader header = connection.proxy().orElseThrow();
        StringBuilder text = new StringBuilder();
        text.append(header.version()).append(' ').append(header.command());
        text.append("\npeer ").append(address(connection.remoteAddress()));
        text.append("\nlocal ").append(address(connection.localAddress()));
        text.append("\nsecure ").append(connection.secure());
        header.uniqueId().ifPresent(id -> text.append("\nid ").append(UTF_8.decode(id)));
        header.authority().ifPresent(name -> text.append("\nauthority ").append(name));
        text.append("\nsummed ").append(header.tlv(0x03).isPresent());
        header.ssl().ifPresent(ssl -> describe(text, ssl));
        return text.toString();
    }

    private static String address(SocketAddress address) {
        return host(address) + ":" + ((InetSocketAddress) address).getPort();
    }

    private static void describe(StringBuilder text, ProxySsl ssl) {
        text.append("\ntls ").append(ssl.version().orElse("-"));
        text.append("\ncipher ").append(ssl.cipher().isPresent());
        text.append("\nkey ").append(ssl.keyAlgorithm().orElse("-"));
        text.append("\nsignature ").append(ssl.signatureAlgorithm().orElse("-"));
        text.append("\nverified ").append(ssl.verified());
        text.append("\nname ").append(ssl.commonName().orElse("-"));
    }

    private int port(RuntimeKind kind, Door door) {
        return Objects.requireNonNull(Objects.requireNonNull(ports.get(kind)).get(door));
    }

    private Socket connect(RuntimeKind kind, Door door) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(30_000);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(CLIENT), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port(kind, door)));
        return socket;
    }

    private static String ask(RawClient client) throws IOException {
        return client.send("GET /who HTTP/1.1\r\nHost: shop.test\r\n\r\n").reply().text();
    }

    private String told(RuntimeKind kind, Door door, Socket socket) {
        return "peer "
                + CLIENT
                + ":"
                + socket.getLocalPort()
                + "\nlocal 127.0.0.1:"
                + port(kind, door);
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aLineTellsTheClient(RuntimeKind kind) throws Exception {
        try (Socket socket = connect(kind, Door.V1);
                RawClient client = RawClient.over(socket)) {
            assertThat(ask(client))
                    .startsWith("V1 PROXY\n" + told(kind, Door.V1, socket) + "\nsecure false");
            assertThat(ask(client)).startsWith("V1 PROXY\n");
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aBlockTellsTheClient(RuntimeKind kind) throws Exception {
        try (Socket socket = connect(kind, Door.V2);
                RawClient client = RawClient.over(socket)) {
            assertThat(ask(client))
                    .startsWith("V2 PROXY\n" + told(kind, Door.V2, socket) + "\nsecure false");
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aBlockWithItsChecksumTellsTheUniqueId(RuntimeKind kind) throws Exception {
        try (Socket socket = connect(kind, Door.SUMMED);
                RawClient client = RawClient.over(socket)) {
            assertThat(ask(client))
                    .contains(told(kind, Door.SUMMED, socket))
                    .containsPattern("\nid request-\\d+\n")
                    .contains("\nsummed true");
        }
    }

    private String secured(RuntimeKind kind, SSLContext context) throws Exception {
        try (Socket plain = connect(kind, Door.TLS);
                SSLSocket socket =
                        (SSLSocket)
                                context.getSocketFactory()
                                        .createSocket(plain, "shop.test", 443, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("shop.test")));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String answer = ask(RawClient.over(socket));
            assertThat(answer).contains(told(kind, Door.TLS, plain));
            return answer;
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void tlsThatEndsAtHaproxyIsTold(RuntimeKind kind) throws Exception {
        assertThat(secured(kind, authority().clientContext(null)))
                .startsWith("V2 PROXY\n")
                .contains("\nsecure true")
                .contains("\nauthority shop.test")
                .contains("\nsummed true")
                .contains("\ntls TLSv1.3", "\ncipher true")
                .contains("\nverified false", "\nname -");
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void theClientsCertificateIsTold(RuntimeKind kind) throws Exception {
        SSLContext context = authority().clientContext(authority().client("jo"));
        assertThat(secured(kind, context))
                .contains("\nsecure true")
                .contains("\nverified true", "\nname jo")
                .doesNotContain("\nkey -", "\nsignature -");
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void healthChecksComeAsTheBalancersOwn(RuntimeKind kind) {
        Waiting.until(() -> probes(kind).stream().distinct().count() >= 2);
        assertThat(probes(kind))
                .contains("V2 LOCAL 127.0.0.1", "V1 PROXY 127.0.0.1")
                .allMatch(probe -> probe.endsWith(" 127.0.0.1"));
        var counts =
                Objects.requireNonNull(servers.get(kind)).server().counts(ListenerConfig.PRIMARY);
        assertThat(counts.proxyRefusals()).isZero();
        assertThat(counts.denied()).isZero();
    }
}
