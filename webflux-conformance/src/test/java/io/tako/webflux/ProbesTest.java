package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.Waiting;
import io.tako.routing.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health, its groups and probes, and what a load balancer sees of the end. */
final class ProbesTest {

    private static final String READINESS = "/actuator/health/readiness";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void groupsAndProbesAnswerOnBothPorts(Engine engine) throws Exception {
        try (var context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        "management.server.port=0",
                        "management.endpoint.health.probes.add-additional-paths=true",
                        "management.endpoint.health.group.disk.include=diskSpace",
                        "management.endpoint.health.group.disk.additional-path=server:/disk")) {
            int management = ManagementPortTest.managementPort(context);
            int port = Engine.port(context);
            for (String path : new String[] {"", "/liveness", "/readiness", "/disk"}) {
                assertThat(get(management, "/actuator/health" + path).body())
                        .as(path)
                        .contains("\"status\":\"UP\"");
            }
            for (String path : new String[] {"/livez", "/readyz", "/disk"}) {
                assertThat(get(port, path).body()).as(path).contains("\"status\":\"UP\"");
            }
        }
    }

    /** A request that is under way keeps the drain from ending until all has been seen. */
    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void readinessIsDownWhileTheApplicationStillAnswers(Engine engine) throws Exception {
        ReactiveWebServerApplicationContext context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        "management.server.port=0",
                        "management.endpoints.web.exposure.include=*",
                        "tako.drain.delay=1s");
        Gate gate = context.getBean(Gate.class);
        int port = Engine.port(context);
        int management = ManagementPortTest.managementPort(context);
        CompletableFuture<HttpResponse<String>> underWay =
                client.sendAsync(request(port, "/held"), BodyHandlers.ofString());
        assertThat(gate.begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(get(management, READINESS).statusCode()).isEqualTo(200);
        Thread closing = Thread.ofPlatform().start(context::close);
        try {
            Waiting.until(() -> assertThat(get(management, READINESS).statusCode()).isEqualTo(503));
            assertThat(underWay).isNotDone();
            // The server hears of it a moment later.
            Waiting.until(
                    () ->
                            assertThat(get(management, "/actuator/tako").body())
                                    .contains("\"draining\":true"));
        } finally {
            gate.open.countDown();
        }
        assertThat(underWay.get(30, TimeUnit.SECONDS).body()).isEqualTo("held");
        closing.join();
    }

    /** A delay that nobody waits for: stopping the server ends it. */
    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void readinessIsDownOnTheApplicationsPortDuringTheDelay(Engine engine) throws Exception {
        ReactiveWebServerApplicationContext context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        "tako.drain.delay=9m",
                        "spring.lifecycle.timeout-per-shutdown-phase=10m");
        int port = Engine.port(context);
        WebServer server = Objects.requireNonNull(context.getWebServer());
        Thread closing = Thread.ofPlatform().start(context::close);
        try {
            Waiting.until(() -> assertThat(get(port, READINESS).statusCode()).isEqualTo(503));
            assertThat(get(port, "/hello").body()).isEqualTo("hello");
            assertThat(closing.isAlive()).isTrue();
        } finally {
            server.stop();
        }
        closing.join();
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(request(port, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }

    static final class Gate {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        String pass() throws InterruptedException {
            begun.countDown();
            open.await();
            return "held";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Gate gate() {
            return new Gate();
        }

        @Bean
        Routes routes(Gate gate) {
            return routes ->
                    routes.get("/hello", handle(() -> "hello")).get("/held", handle(gate::pass));
        }
    }
}
