package io.tako.webflux;

import static io.tako.extract.Extractors.clientIp;
import static io.tako.extract.Extractors.head;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.UnixSocket;
import io.tako.routing.Routes;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What {@code server.forward-headers-strategy} makes of the fields that proxies send. */
final class ForwardedHeadersTest {

    private static final String FIELDS =
            "X-Forwarded-Proto: https\r\nX-Forwarded-Host: site.example\r\n"
                    + "X-Forwarded-For: 203.0.113.9\r\n";
    private static final String RFC_7239 =
            "Forwarded: for=203.0.113.9;proto=https;host=site.example\r\n";

    private static final String AS_SENT = "http://app.example from 127.0.0.1";
    private static final String AS_FORWARDED = "https://site.example from 203.0.113.9";

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void nobodyIsBelievedWithoutAStrategy(Engine engine) throws Exception {
        assertSeen(engine, AS_SENT);
        assertSeen(engine, AS_SENT, "server.forward-headers-strategy=none");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void everybodyIsBelievedByTheFramework(Engine engine) throws Exception {
        assertSeen(engine, AS_FORWARDED, "server.forward-headers-strategy=framework");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void nativeBelievesTheProxiesThatWereNamed(Engine engine) throws Exception {
        assertSeen(
                engine,
                AS_FORWARDED,
                "server.forward-headers-strategy=native",
                "tako.trusted-proxies=127.0.0.0/8");
        assertSeen(
                engine,
                AS_SENT,
                "server.forward-headers-strategy=native",
                "tako.trusted-proxies=198.51.100.0/24");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void nativeBelievesWhoeverConnectsToAUnixSocketThatIsNamed(
            Engine engine, @TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (var context =
                        engine.start(
                                Application.class,
                                Engine.NO_SECURITY,
                                "server.forward-headers-strategy=native",
                                "tako.trusted-proxies=unix",
                                "tako.listeners.proxy.path=" + path);
                RawClient proxy = RawClient.over(UnixSocket.connect(path));
                RawClient other = RawClient.connect(Engine.port(context))) {
            assertSeen(proxy, AS_FORWARDED);
            assertSeen(other, AS_SENT);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void thePortIsTheOneThatWasTold(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                Application.class,
                                Engine.NO_SECURITY,
                                "server.forward-headers-strategy=native",
                                "tako.trusted-proxies=127.0.0.0/8");
                RawClient client = RawClient.connect(Engine.port(context))) {
            client.send(
                    "GET /address HTTP/1.1\r\nHost: h\r\n"
                            + "Forwarded: for=\"[2001:db8::17]:4711\"\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("[2001:db8:0:0:0:0:0:17] 4711");
        }
    }

    /** By a controller and by a route, from either kind of field. */
    private static void assertSeen(Engine engine, String seen, String... properties)
            throws Exception {
        String[] all = new String[properties.length + 1];
        all[0] = Engine.NO_SECURITY;
        System.arraycopy(properties, 0, all, 1, properties.length);
        try (var context = engine.start(Application.class, all);
                RawClient client = RawClient.connect(Engine.port(context))) {
            assertSeen(client, seen);
        }
    }

    private static void assertSeen(RawClient client, String seen) throws Exception {
        for (String fields : new String[] {FIELDS, RFC_7239}) {
            for (String path : new String[] {"controller", "route"}) {
                client.send(
                        "GET /%s HTTP/1.1\r\nHost: app.example\r\n%s\r\n".formatted(path, fields));
                assertThat(client.reply().text())
                        .as("%s with %s", path, fields)
                        .isEqualTo(path.equals("route") ? seen.replaceFirst(".*//", "") : seen);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get(
                            "/route",
                            handle(
                                    head(),
                                    clientIp(),
                                    (head, ip) ->
                                            head.authority() + " from " + ip.getHostAddress()));
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/controller")
        String seen(ServerHttpRequest request) {
            return request.getURI().resolve("/").toString().replaceFirst("/$", "")
                    + " from "
                    + Objects.requireNonNull(request.getRemoteAddress()).getHostString();
        }

        @GetMapping("/address")
        String address(ServerHttpRequest request) {
            var remote = Objects.requireNonNull(request.getRemoteAddress());
            return "[" + remote.getAddress().getHostAddress() + "] " + remote.getPort();
        }
    }
}
