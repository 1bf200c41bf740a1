package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tako.handler.Middleware;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.DefaultResourceLoader;

@ExtendWith(OutputCaptureExtension.class)
class TakoWebServerTest {

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void routesBeanIsServedOnEitherRuntime(RuntimeKind kind, CapturedOutput output) {
        Contexts.serving(kind)
                .withUserConfiguration(Hello.class)
                .run(
                        c -> {
                            int port = server(c).getPort();
                            assertThat(get(port, "/hello").body()).isEqualTo("Hello!");
                            assertThat(get(port, "/nothing").statusCode()).isEqualTo(404);
                            assertThat(output)
                                    .contains("Tako started on port " + port + " (http)")
                                    .containsOnlyOnce(c.getBean(TakoRuntime.class).describe());
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void http2IsSpokenBesideHttp1WhereItIsSwitchedOn(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Hello.class)
                .withPropertyValues("server.http2.enabled=true", "tako.http2.upgrade=true")
                .run(
                        c -> {
                            int port = server(c).getPort();
                            assertThat(version(port, HttpClient.Version.HTTP_2))
                                    .isEqualTo(HttpClient.Version.HTTP_2);
                            assertThat(version(port, HttpClient.Version.HTTP_1_1))
                                    .isEqualTo(HttpClient.Version.HTTP_1_1);
                        });
        // Nobody is upgraded unless that is asked for, and nowhere where HTTP/2 is not spoken.
        for (String alone : List.of("server.http2.enabled=true", "tako.http2.upgrade=true")) {
            Contexts.serving(kind)
                    .withUserConfiguration(Hello.class)
                    .withPropertyValues(alone)
                    .run(
                            c ->
                                    assertThat(
                                                    version(
                                                            server(c).getPort(),
                                                            HttpClient.Version.HTTP_2))
                                            .isEqualTo(HttpClient.Version.HTTP_1_1));
        }
    }

    private static HttpClient.Version version(int port, HttpClient.Version wanted)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(wanted).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello"))
                            .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("Hello!");
            return response.version();
        }
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void contextStopsAndStartsAgain(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Hello.class)
                .run(
                        c -> {
                            var context =
                                    (ConfigurableApplicationContext)
                                            c.getSourceApplicationContext();
                            int first = server(c).getPort();
                            context.stop();
                            assertThat(server(c).getPort()).isEqualTo(-1);
                            assertThatThrownBy(() -> get(first, "/hello"))
                                    .isInstanceOf(ConnectException.class);
                            context.start();
                            assertThat(get(server(c).getPort(), "/hello").body())
                                    .isEqualTo("Hello!");
                        });
    }

    @Test
    void startingAndStoppingTwiceChangesNothing() {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            WebServer server = server(c);
                            int port = server.getPort();
                            server.start();
                            assertThat(server.getPort()).isEqualTo(port).isPositive();
                            server.stop();
                            server.stop();
                            assertThat(server.getPort()).isEqualTo(-1);
                        });
    }

    @Test
    void runningServerKeepsTheProcessAliveUntilStopped() {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            Thread keeper =
                                    Thread.getAllStackTraces().keySet().stream()
                                            .filter(t -> t.getName().equals("tako-server"))
                                            .filter(t -> !t.isDaemon())
                                            .findAny()
                                            .orElseThrow();
                            server(c).stop();
                            assertThat(keeper.join(Duration.ofSeconds(30))).isTrue();
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void portInUseIsNamed(RuntimeKind kind) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Contexts.serving(kind)
                    .withPropertyValues("server.port=" + taken.getLocalPort())
                    .run(
                            c ->
                                    assertThat(c)
                                            .getFailure()
                                            .hasStackTraceContaining(
                                                    "PortInUseException: Port "
                                                            + taken.getLocalPort()
                                                            + " is already in use"));
        }
    }

    @Test
    void portInUseHasBootsFailureAnalysis(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(
                            () -> run(Hello.class, "--server.port=" + taken.getLocalPort()).close())
                    .isInstanceOf(RuntimeException.class);
            assertThat(output).contains("Port " + taken.getLocalPort() + " was already in use");
        }
    }

    @Test
    void localServerPortIsPublished() throws Exception {
        try (ConfigurableApplicationContext context = run(Hello.class, "--server.port=0")) {
            int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
            assertThat(get(port, "/hello").body()).isEqualTo("Hello!");
        }
    }

    @Test
    void closingAnApplicationWaitsForItsHandlersByDefault(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext context = run(Held.class, "--server.port=0");
        int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
        Held held = context.getBean(Held.class);
        CompletableFuture<HttpResponse<String>> answer = getAsync(port, "/held");
        held.entered.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
        await().atMost(Contexts.PATIENCE)
                .until(() -> output.getOut().contains("Commencing graceful shutdown"));
        assertThat(closed).isNotDone();
        held.release.countDown();
        assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
        closed.get(30, TimeUnit.SECONDS);
        assertThat(output).contains("Graceful shutdown complete");
    }

    @Test
    void trafficIsRefusedFirstThenServedForTheDelayThenDrained() throws Exception {
        ConfigurableApplicationContext context =
                run(
                        Readiness.class,
                        "--server.port=0",
                        "--tako.drain.delay=9m",
                        "--spring.lifecycle.timeout-per-shutdown-phase=10m");
        int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
        Readiness readiness = context.getBean(Readiness.class);
        WebServer server =
                Objects.requireNonNull(
                        ((ReactiveWebServerApplicationContext) context).getWebServer());
        assertThat(get(port, "/ready").body()).isEqualTo("ACCEPTING_TRAFFIC");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
        readiness.refusing.await();
        for (int i = 0; i < 5; i++) {
            assertThat(get(port, "/ready").body()).isEqualTo("REFUSING_TRAFFIC");
        }
        assertThat(closed).isNotDone();
        server.stop();
        closed.get(30, TimeUnit.SECONDS);
    }

    @Test
    void headerSizeOfBootsPropertyIsTheLimit() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(Hello.class)
                .withPropertyValues("server.max-http-request-header-size=1KB")
                .run(
                        c -> {
                            int port = server(c).getPort();
                            assertThat(get(port, "/hello", "x".repeat(500)).statusCode())
                                    .isEqualTo(200);
                            assertThat(get(port, "/hello", "x".repeat(1500)).statusCode())
                                    .isEqualTo(431);
                        });
    }

    @Test
    void limitsOfTakoPropertiesReachTheListener() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(Hello.class)
                .withPropertyValues("tako.limits.request-line=100B")
                .run(
                        c ->
                                assertThat(
                                                get(server(c).getPort(), "/" + "x".repeat(200))
                                                        .statusCode())
                                        .isEqualTo(414));
    }

    @Test
    void middlewareBeansRunAroundAllRoutesInTheirOrder() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(Hello.class, Around.class)
                .run(
                        c -> {
                            get(server(c).getPort(), "/hello");
                            assertThat(c.getBean(Around.class).entered)
                                    .containsExactly("outer", "inner");
                        });
    }

    @Test
    void twoApplicationsLiveInOneProcessOnDifferentRuntimes() {
        Contexts.serving(RuntimeKind.SHARED)
                .withUserConfiguration(Hello.class)
                .run(
                        outer ->
                                Contexts.serving(RuntimeKind.PER_CORE)
                                        .withUserConfiguration(Hello.class)
                                        .run(
                                                inner -> {
                                                    int one = server(outer).getPort();
                                                    int two = server(inner).getPort();
                                                    assertThat(one).isNotEqualTo(two);
                                                    assertThat(get(one, "/hello").body())
                                                            .isEqualTo("Hello!");
                                                    inner.close();
                                                    assertThat(get(one, "/hello").body())
                                                            .isEqualTo("Hello!");
                                                }));
    }

    @Test
    void negativePortStartsNoListener() {
        Contexts.serving(RuntimeKind.SHARED)
                .withPropertyValues("server.port=-1")
                .run(c -> assertThat(server(c).getPort()).isEqualTo(-1));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void gracefulShutdownLetsTheHandlerFinish(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Held.class)
                .withPropertyValues("server.shutdown=graceful")
                .run(
                        c -> {
                            Held held = c.getBean(Held.class);
                            WebServer server = server(c);
                            CompletableFuture<HttpResponse<String>> answer =
                                    getAsync(server.getPort(), "/held");
                            held.entered.await();
                            CompletableFuture<GracefulShutdownResult> result =
                                    new CompletableFuture<>();
                            server.shutDownGracefully(result::complete);
                            assertThat(result).isNotDone();
                            held.release.countDown();
                            assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
                            assertThat(result.get(30, TimeUnit.SECONDS))
                                    .isEqualTo(GracefulShutdownResult.IDLE);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void stopEndsADrainThatTakesTooLong(RuntimeKind kind) {
        Contexts.serving(kind)
                .withUserConfiguration(Held.class)
                .withPropertyValues("server.shutdown=graceful")
                .run(
                        c -> {
                            Held held = c.getBean(Held.class);
                            WebServer server = server(c);
                            CompletableFuture<HttpResponse<String>> answer =
                                    getAsync(server.getPort(), "/held");
                            held.entered.await();
                            CompletableFuture<GracefulShutdownResult> result =
                                    new CompletableFuture<>();
                            server.shutDownGracefully(result::complete);
                            server.stop();
                            assertThat(result)
                                    .isCompletedWithValue(GracefulShutdownResult.REQUESTS_ACTIVE);
                            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                                    .hasCauseInstanceOf(IOException.class);
                            held.release.countDown();
                        });
    }

    @Test
    void immediateShutdownDoesNotWait() {
        Contexts.serving(RuntimeKind.SHARED)
                .run(
                        c -> {
                            CompletableFuture<GracefulShutdownResult> result =
                                    new CompletableFuture<>();
                            server(c).shutDownGracefully(result::complete);
                            assertThat(result)
                                    .isCompletedWithValue(GracefulShutdownResult.IMMEDIATE);
                        });
    }

    private static WebServer server(AssertableReactiveWebApplicationContext context) {
        var source =
                (AnnotationConfigReactiveWebServerApplicationContext)
                        context.getSourceApplicationContext();
        return Objects.requireNonNull(source.getWebServer());
    }

    private static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
        SpringApplication application =
                new SpringApplication(
                        new DefaultResourceLoader(Contexts.only(RuntimeKind.SHARED)),
                        source,
                        AutoConfigured.class);
        application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "tako.loops", "2"));
        return application.run(arguments);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return get(port, path, "none");
    }

    private static HttpResponse<String> get(int port, String path, String note) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(request(port, path), (name, value) -> true)
                        .header("Note", note)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static CompletableFuture<HttpResponse<String>> getAsync(int port, String path) {
        return HttpClient.newHttpClient().sendAsync(request(port, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    static class Hello {

        @Bean
        Routes hello() {
            return routes -> routes.get("/hello", request -> Response.text("Hello!"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AutoConfigured {}

    @Configuration(proxyBeanMethods = false)
    static class Readiness {

        final CountDownLatch refusing = new CountDownLatch(1);

        @Bean
        Routes ready(ApplicationAvailability availability) {
            return routes ->
                    routes.get(
                            "/ready",
                            request -> Response.text(availability.getReadinessState().name()));
        }

        @EventListener
        void changed(AvailabilityChangeEvent<ReadinessState> event) {
            if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
                refusing.countDown();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Around {

        final List<String> entered = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        Middleware inner() {
            return named("inner");
        }

        @Bean
        @Order(1)
        Middleware outer() {
            return named("outer");
        }

        private Middleware named(String name) {
            return (request, next) -> {
                entered.add(name);
                return next.run(request);
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Held {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @Bean
        Routes held() {
            return routes ->
                    routes.get(
                            "/held",
                            request -> {
                                entered.countDown();
                                release.await();
                                return Response.text("done");
                            });
        }
    }
}
