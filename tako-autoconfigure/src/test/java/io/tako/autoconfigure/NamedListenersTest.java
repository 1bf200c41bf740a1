package io.tako.autoconfigure;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.TakoServer;
import io.tako.transport.config.HttpListenerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.util.TestSocketUtils;

@ExtendWith(OutputCaptureExtension.class)
class NamedListenersTest {

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void listenerOfPropertiesAnswersByItsRouter(RuntimeKind kind, CapturedOutput output) {
        Contexts.serving(kind)
                .withUserConfiguration(Site.class)
                .withPropertyValues(
                        "tako.listeners.admin.port=0",
                        "tako.listeners.admin.address=127.0.0.1",
                        "tako.listeners.admin.router=admin",
                        "tako.listeners.admin.limits.request-line=64B")
                .run(
                        context -> {
                            int site = port(context, "primary");
                            int admin = port(context, "admin");
                            assertThat(site).isEqualTo(mainPort(context));
                            assertThat(get(site, "/").body()).isEqualTo("the site");
                            assertThat(get(admin, "/").body()).isEqualTo("the admin");
                            assertThat(get(admin, "/site").statusCode()).isEqualTo(404);
                            assertThat(get(admin, "/" + "x".repeat(64)).statusCode())
                                    .isEqualTo(414);
                            assertThat(get(site, "/" + "x".repeat(64)).statusCode()).isEqualTo(404);
                            assertThat(server(context).counts("admin").accepted()).isPositive();
                            assertThat(output)
                                    .contains("Listener \"admin\" started on /127.0.0.1:" + admin)
                                    .contains("(http: h1; router admin)")
                                    .contains("Tako started on port " + site + " (http)");
                        });
    }

    @Test
    void listenerSpeaksTlsAndItsOwnVersions(@TempDir Path files) throws Exception {
        Certificates certificates = new Certificates();
        Certificates.pem(files, certificates.issue("localhost"));
        Contexts.serving(RuntimeKind.SHARED)
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withUserConfiguration(Site.class)
                .withPropertyValues(
                        "spring.ssl.bundle.pem.site.keystore.certificate=" + files + "/tls.crt",
                        "spring.ssl.bundle.pem.site.keystore.private-key=" + files + "/tls.key",
                        "tako.listeners.public.port=0",
                        "tako.listeners.public.ssl.bundle=site",
                        "tako.listeners.public.protocols=h1,h2",
                        "tako.listeners.plain.port=0",
                        "tako.listeners.plain.protocols=h1,h2c")
                .run(
                        context -> {
                            HttpListenerConfig secure = listener(context, "public");
                            assertThat(secure.protocols()).containsExactly("h1", "h2");
                            assertThat(server(context).tlsProvider("public")).isPresent();
                            assertThat(listener(context, "plain").protocols())
                                    .containsExactly("h1", "h2c");
                            assertThat(listener(context, "primary").protocols())
                                    .containsExactly("h1");
                            try (HttpClient client =
                                    HttpClient.newBuilder()
                                            .sslContext(certificates.client(null))
                                            .build()) {
                                HttpResponse<String> answer =
                                        client.send(
                                                HttpRequest.newBuilder(
                                                                URI.create(
                                                                        "https://localhost:"
                                                                                + port(
                                                                                        context,
                                                                                        "public")
                                                                                + "/"))
                                                        .build(),
                                                BodyHandlers.ofString());
                                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                                assertThat(answer.body()).isEqualTo("the site");
                            }
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void customizersAddAndChangeListeners(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Site.class, Added.class)
                .withPropertyValues(
                        "tako.listeners.plain.port=0", "tako.listeners.plain.router=main")
                .run(
                        context -> {
                            assertThat(get(port(context, "admin"), "/").body())
                                    .isEqualTo("the admin");
                            assertThat(get(port(context, "plain"), "/").body())
                                    .isEqualTo("the admin");
                        });
    }

    @Test
    void thereMayBeNamedListenersAlone() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(Site.class)
                .withPropertyValues("server.port=-1", "tako.listeners.only.port=0")
                .run(
                        context -> {
                            assertThat(get(port(context, "only"), "/").body())
                                    .isEqualTo("the site");
                            assertThat(mainPort(context)).isEqualTo(-1);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "router=nobody | a.router | nobody | Name one of [admin, main]",
                "protocols=h1,h2 | a.protocols | h1,h2 | Set tako.listeners.a.ssl.bundle, or write"
                        + " h2c",
                "protocols=h1,h3 | a.protocols | h1,h3 | Leave h3 out.",
                "protocols=h2c | a.protocols | h2c | Add h1.",
                "port=70000 | a.port | 70000 | Choose one from 1 to 65535",
                "ssl.bundle=none | a.ssl.bundle | none | one of the bundles under"
                        + " spring.ssl.bundle",
            })
    void whatCannotBeServedIsRefusedByItsProperty(
            String setting, String property, String value, String remedy, CapturedOutput output) {
        refused("tako.listeners.a." + setting);
        assertThat(output)
                .contains("Property: tako.listeners." + property)
                .contains("Value: \"" + value + "\"")
                .contains(remedy);
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void listenerOfAPathAnswersThere(
            RuntimeKind kind, CapturedOutput output, @TempDir Path directory) {
        Path path = directory.resolve("admin.sock");
        Contexts.serving(kind)
                .withUserConfiguration(Site.class)
                .withPropertyValues(
                        "tako.listeners.admin.path=" + path,
                        "tako.listeners.admin.permissions=rw-------",
                        "tako.listeners.admin.router=admin")
                .run(
                        context -> {
                            assertThat(path).exists();
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(path)))
                                    .isEqualTo("rw-------");
                            assertThat(Peers.getOverUnix(path))
                                    .startsWith("HTTP/1.1 200")
                                    .contains("admin");
                            assertThat(output)
                                    .contains("Listener \"admin\" started on unix:" + path);
                        });
        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path=/tmp/a.sock,port=0 | path | /tmp/a.sock | Make two listeners of it.",
                "port=0,owner=root | owner | root | Remove tako.listeners.b.owner, or set",
                "path=/tmp/a.sock,permissions=660 | permissions | 660 | such as rw-rw----",
                "path=@name,group=root | path | @name | Remove permissions, owner and group",
                "path=@ | path | @ | Write the path of a file, or @ and a name.",
                "path=/nowhere/at/all/s | path | /nowhere/at/all/s | where this process may make",
                "path=@name | path | @name | where this process may make",
                "path=/etc/passwd | path | /etc/passwd | where this process may make",
                "path=/tmp/tako-b.sock,owner=nobody-so | owner | nobody-so | leave it out"
            })
    void pathThatCannotBeServedIsRefusedByItsProperty(
            String settings, String property, String value, String remedy, CapturedOutput output) {
        List<String> arguments = new ArrayList<>(List.of("tako.io=nio"));
        for (String setting : settings.split(",")) {
            arguments.add("tako.listeners.b." + setting);
        }
        refused(arguments.toArray(String[]::new));
        assertThat(output)
                .contains("Property: tako.listeners.b." + property)
                .contains("Value: \"" + value + "\"")
                .contains(remedy);
    }

    @Test
    void listenerWithoutAPortIsRefused(CapturedOutput output) {
        refused("tako.listeners.b.router=main");
        assertThat(output)
                .contains("Property: tako.listeners.b.port")
                .contains("Set tako.listeners.b.port, where 0 lets the system choose, or");
    }

    @Test
    void negativeLimitIsRefusedByItsProperty(CapturedOutput output) {
        refused("tako.listeners.a.limits.max-connections=-1");
        assertThat(output)
                .contains("tako.listeners.a.limits.max-connections")
                .contains("It must be 0 (no limit) or more.");
    }

    @Test
    void twoListenersOnOneAddressAreRefused(CapturedOutput output) throws Exception {
        int port = TestSocketUtils.findAvailableTcpPort();
        refused("server.port=" + port, "tako.listeners.a.port=" + port);
        assertThat(output)
                .contains("Property: tako.listeners.a.port")
                .contains("Value: \"" + port + "\"")
                .contains("The listener \"primary\" has that address.")
                .contains("an address or a port of its own");
    }

    @Test
    void nameOfThePrimaryListenerIsRefused(CapturedOutput output) {
        refused("tako.listeners.primary.port=0");
        assertThat(output)
                .contains("Property: tako.listeners.primary")
                .contains("Choose another name, or set server.port.");
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void portInUseNamesTheListenerAndReleasesTheOthers(RuntimeKind kind, CapturedOutput output)
            throws Exception {
        int free = TestSocketUtils.findAvailableTcpPort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    kind,
                    "server.port=" + free,
                    "server.address=127.0.0.1",
                    "tako.listeners.a.address=127.0.0.1",
                    "tako.listeners.a.port=" + taken.getLocalPort());
            assertThat(output)
                    .contains("Property: tako.listeners.a.port")
                    .contains("Value: \"" + taken.getLocalPort() + "\"")
                    .contains("The listener \"a\" cannot have it: Address already in use")
                    .contains("choose another address or port");
        }
        new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
    }

    private static void refused(String... properties) {
        refused(RuntimeKind.SHARED, properties);
    }

    private static void refused(RuntimeKind kind, String... properties) {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(Contexts.only(kind)), Application.class);
        application.setDefaultProperties(
                Map.of("server.port", 0, "tako.loops", 1, "tako.listeners.a.port", 0));
        String[] arguments =
                Stream.of(properties).map(setting -> "--" + setting).toArray(String[]::new);
        assertThatThrownBy(() -> application.run(arguments)).isInstanceOf(Exception.class);
    }

    private static TakoServer server(ApplicationContext context) {
        return context.getBean(TakoServers.class).all().getFirst();
    }

    private static HttpListenerConfig listener(ApplicationContext context, String name) {
        return server(context).config().listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .map(HttpListenerConfig.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The port that Boot takes for the server's. */
    private static int mainPort(AssertableReactiveWebApplicationContext context) {
        var application =
                (ReactiveWebServerApplicationContext) context.getSourceApplicationContext();
        return Objects.requireNonNull(application.getWebServer()).getPort();
    }

    private static int port(ApplicationContext context, String listener) {
        return Objects.requireNonNull(
                context.getEnvironment()
                        .getProperty("local.tako." + listener + ".port", Integer.class));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Site {

        @Bean
        Routes site() {
            return routes ->
                    routes.get("/", handle(() -> "the site")).get("/site", handle(() -> 1));
        }

        @Bean
        Routes admin() {
            return Routes.named("admin", routes -> routes.get("/", handle(() -> "the admin")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Added {

        @Bean
        ListenerCustomizer listeners() {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return listeners ->
                    listeners
                            .http("admin", address, settings -> settings.withRouter("admin"))
                            .change("plain", settings -> settings.withRouter("admin"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application extends Site {}
}
