package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.tako.contracts.peers.TestAuthority;
import io.tako.routing.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Management endpoints on the application's port and on one of their own. */
@ExtendWith(OutputCaptureExtension.class)
final class ManagementPortTest {

    private static final String OWN_PORT = "management.server.port=0";
    private static final String ALL = "management.endpoints.web.exposure.include=*";

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void endpointsShareThePortOfRoutes(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, ALL)) {
            int port = Engine.port(context);
            assertThat(get(port, "/hello/ada").body()).isEqualTo("hello");
            assertThat(get(port, "/actuator/health").body()).contains("UP");
            assertThat(get(port, "/actuator").body()).contains("/actuator/tako");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void endpointsThatNobodyServesAreTold(Engine engine, CapturedOutput output) throws Exception {
        try (var context =
                engine.start(Application.class, Engine.NO_SECURITY, Engine.NO_WEBFLUX, ALL)) {
            assertThat(get(Engine.port(context), "/actuator/health").statusCode()).isEqualTo(404);
            assertThat(output)
                    .contains("nothing serves them")
                    .contains("org.springframework.boot:spring-boot-webflux");
        }
        assertThatThrownBy(
                        () ->
                                engine.start(
                                        Application.class,
                                        Engine.NO_SECURITY,
                                        Engine.NO_WEBFLUX,
                                        OWN_PORT))
                .rootCause()
                .hasMessageContaining("management.server.port=0 cannot be honoured")
                .hasMessageContaining("spring-boot-webflux");
    }

    /** Boot's modules for other servers bring a factory of that context, too. */
    @ParameterizedTest
    @CsvSource({
        "TAKO_SHARED, true, reactiveWebChildContextFactory",
        "TAKO_SHARED, false, takoManagementContextFactory",
        "TAKO_PER_CORE, true, reactiveWebChildContextFactory",
        "TAKO_PER_CORE, false, takoManagementContextFactory"
    })
    void oneFactoryMakesTheContextWithAndWithoutReactorNetty(
            Engine engine, boolean reactorNetty, String factory) throws Exception {
        String[] properties =
                reactorNetty
                        ? new String[] {Engine.NO_SECURITY, OWN_PORT, ALL}
                        : new String[] {Engine.NO_SECURITY, Engine.NO_REACTOR_NETTY, OWN_PORT, ALL};
        try (var context = engine.start(Application.class, properties)) {
            assertThat(context.getBeanNamesForType(ManagementContextFactory.class))
                    .containsExactly(factory);
            int management = managementPort(context);
            assertThat(management).isNotEqualTo(Engine.port(context)).isPositive();
            assertThat(get(management, "/actuator/health").body()).contains("UP");
            assertThat(get(Engine.port(context), "/actuator/health").statusCode()).isEqualTo(404);
            assertThat(get(Engine.port(context), "/hello/ada").body()).isEqualTo("hello");
            List<String> listeners = read(management, "/actuator/tako", "$.listeners[*].name");
            assertThat(listeners).containsExactlyInAnyOrder("primary", "management");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void routesAreNotServedOnTheManagementPort(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, OWN_PORT)) {
            assertThat(get(managementPort(context), "/hello/ada").statusCode()).isEqualTo(404);
            HttpRequest wrongMethod =
                    HttpRequest.newBuilder(uri("http", managementPort(context), "/hello/ada"))
                            .DELETE()
                            .build();
            assertThat(client.send(wrongMethod, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void eachServerSaysWhereItListens(Engine engine, CapturedOutput output) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, OWN_PORT)) {
            for (int port : new int[] {Engine.port(context), managementPort(context)}) {
                assertThat(output).containsOnlyOnce("Tako started on port " + port + " (http)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void limitsHoldOnTheManagementPort(Engine engine) throws Exception {
        try (var context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        OWN_PORT,
                        "server.max-http-request-header-size=1KB",
                        "tako.limits.max-requests-per-connection=1")) {
            HttpRequest large =
                    HttpRequest.newBuilder(uri("http", managementPort(context), "/actuator/health"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("x-large", "x".repeat(2000))
                            .build();
            assertThat(client.send(large, BodyHandlers.discarding()).statusCode()).isEqualTo(431);
            assertThat(get(managementPort(context), "/actuator/health").headers().map())
                    .containsEntry("connection", List.of("close"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void managementPortHasTlsOfItsOwn(Engine engine, @TempDir Path files) throws Exception {
        TestAuthority authority = TestAuthority.create("management");
        TestAuthority.Identity identity = authority.server("localhost");
        Path certificate = Files.writeString(files.resolve("site.crt"), identity.certificatePem());
        Path key = Files.writeString(files.resolve("site.key"), identity.keyPem());
        SSLContext trust = authority.clientContext(null);
        try (var context =
                        engine.start(
                                Application.class,
                                Engine.NO_SECURITY,
                                OWN_PORT,
                                ALL,
                                "spring.ssl.bundle.pem.own.keystore.certificate=" + certificate,
                                "spring.ssl.bundle.pem.own.keystore.private-key=" + key,
                                "management.server.ssl.bundle=own");
                HttpClient secure = HttpClient.newBuilder().sslContext(trust).build()) {
            URI health = URI.create("https://localhost:" + managementPort(context) + "/actuator");
            HttpRequest request = HttpRequest.newBuilder(health).build();
            HttpResponse<String> response = secure.send(request, BodyHandlers.ofString());
            assertThat(response.body()).contains("/actuator/health");
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(handshakes(registry, "management")).isPositive();
            assertThat(handshakes(registry, "primary")).isZero();
            assertThat(get(Engine.port(context), "/hello/ada").body()).isEqualTo("hello");
        }
    }

    private static double handshakes(MeterRegistry registry, String listener) {
        return registry.get("tako.tls.handshakes")
                .tag("listener", listener)
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void refusedTlsIsNamedByThePropertyOfTheManagementPort(Engine engine) {
        assertThatThrownBy(
                        () ->
                                engine.start(
                                        Application.class,
                                        Engine.NO_SECURITY,
                                        OWN_PORT,
                                        "management.server.ssl.bundle=none"))
                .hasStackTraceContaining("management.server.ssl.bundle=none cannot be honoured");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void endpointShowsRuntimeListenersRoutesAndCores(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, ALL)) {
            int port = Engine.port(context);
            String json = get(port, "/actuator/tako").body();
            assertThat(JsonPath.<String>read(json, "$.runtime.kind"))
                    .isEqualTo(engine == Engine.TAKO_SHARED ? "shared" : "per-core");
            assertThat(JsonPath.<String>read(json, "$.runtime.backend")).isNotEmpty();
            assertThat(JsonPath.<String>read(json, "$.listeners[0].name")).isEqualTo("primary");
            assertThat(JsonPath.<String>read(json, "$.listeners[0].address"))
                    .contains(Integer.toString(port));
            assertThat(JsonPath.<Integer>read(json, "$.listeners[0].counts.requests")).isOne();
            assertThat(JsonPath.<List<String>>read(json, "$.routes[*].pattern"))
                    .containsExactly("/hello/{name}");
            assertThat(JsonPath.<List<Integer>>read(json, "$.cores[*].index"))
                    .containsExactly(0, 1);
            List<Integer> active = JsonPath.read(json, "$.cores[*].active");
            assertThat(active).containsExactlyInAnyOrder(0, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void documentedAnswerHasTheFieldsThereAre(Engine engine) throws Exception {
        String page = Files.readString(Path.of("../docs/actuator.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        String example = page.substring(begin, page.indexOf("```", begin));
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, ALL)) {
            String json = get(Engine.port(context), "/actuator/tako").body();
            JsonMapper mapper = JsonMapper.shared();
            assertThat(fields("", mapper.readTree(json)))
                    .isEqualTo(fields("", mapper.readTree(example)));
        }
    }

    /** The paths of all fields, elements of a list being alike. */
    private static Set<String> fields(String path, JsonNode node) {
        Set<String> fields = new TreeSet<>();
        node.forEachEntry(
                (name, value) -> {
                    fields.add(path + "." + name);
                    fields.addAll(fields(path + "." + name, value));
                });
        if (node.isArray()) {
            node.forEach(element -> fields.addAll(fields(path + "[]", element)));
        }
        return fields;
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void springSecurityGuardsTheManagementPort(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, ALL, OWN_PORT)) {
            assertThat(get(managementPort(context), "/actuator/health").statusCode())
                    .isEqualTo(200);
            assertThat(get(managementPort(context), "/actuator/tako").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void mappingsListRoutes(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, ALL, OWN_PORT)) {
            List<Map<String, Object>> routes =
                    read(
                            managementPort(context),
                            "/actuator/mappings",
                            "$.contexts[*].mappings.takoRoutes.main[*]");
            assertThat(routes)
                    .singleElement()
                    .satisfies(
                            route ->
                                    assertThat(route)
                                            .containsEntry("method", "GET")
                                            .containsEntry("pattern", "/hello/{name}")
                                            .containsEntry("runs", "virtual-thread"));
        }
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("http", port, path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private <T> T read(int port, String path, String expression) throws Exception {
        return JsonPath.read(get(port, path).body(), expression);
    }

    private static URI uri(String scheme, int port, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    static int managementPort(ReactiveWebServerApplicationContext context) {
        return Objects.requireNonNull(
                context.getEnvironment().getProperty("local.management.port", Integer.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes -> routes.get("/hello/{name}", handle(() -> "hello"));
        }
    }
}
