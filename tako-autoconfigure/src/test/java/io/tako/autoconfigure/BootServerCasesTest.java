package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.test.util.TestSocketUtils;
import reactor.core.publisher.Mono;

/**
 * What Boot's tests ask of its own reactive servers and no other test here does: a server in front
 * of nothing but a {@link HttpHandler}, on both runtimes. The list of all cases is in the guide.
 */
@ExtendWith(OutputCaptureExtension.class)
class BootServerCasesTest {

    /** Reserved for documentation (RFC 5737): no machine has it. */
    private static final String ADDRESS_OF_NOBODY = "192.0.2.1";

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void thePortThatWasNamedIsServedAgainAfterAStop(RuntimeKind kind) throws Exception {
        int named = TestSocketUtils.findAvailableTcpPort();
        echoing(kind)
                .withPropertyValues("server.port=" + named)
                .run(
                        c -> {
                            WebServer server = server(c);
                            assertThat(server.getPort()).isEqualTo(named);
                            assertThat(echo(named)).isEqualTo("Hello!");
                            server.stop();
                            assertThatThrownBy(() -> echo(named))
                                    .isInstanceOf(ConnectException.class);
                            server.start();
                            assertThat(server.getPort()).isEqualTo(named);
                            assertThat(echo(named)).isEqualTo("Hello!");
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aServerThatWasDestroyedHasNoPort(RuntimeKind kind) {
        echoing(kind)
                .run(
                        c -> {
                            WebServer server = server(c);
                            assertThat(server.getPort()).isPositive();
                            server.destroy();
                            assertThat(server.getPort()).isEqualTo(-1);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void anAddressThatIsNotThisMachinesIsRefused(RuntimeKind kind) {
        echoing(kind)
                .withPropertyValues("server.address=" + ADDRESS_OF_NOBODY)
                .run(
                        c ->
                                assertThat(c)
                                        .getFailure()
                                        .hasStackTraceContaining(WebServerException.class.getName())
                                        .rootCause()
                                        .isInstanceOf(BindException.class));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void anIdleServerDrainsAtOnceAndTakesNobodyMore(RuntimeKind kind) {
        echoing(kind)
                .withPropertyValues("server.shutdown=graceful")
                .run(
                        c -> {
                            WebServer server = server(c);
                            int port = server.getPort();
                            assertThat(drain(server).get(30, TimeUnit.SECONDS))
                                    .isEqualTo(GracefulShutdownResult.IDLE);
                            assertThatThrownBy(() -> echo(port))
                                    .isInstanceOf(ConnectException.class);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aDrainThatIsOverBeforeItsRequestSaysSoAndTheServerStops(RuntimeKind kind) {
        held(kind)
                .withPropertyValues("server.shutdown=graceful", "tako.drain.timeout=50ms")
                .run(
                        c -> {
                            WebServer server = server(c);
                            CompletableFuture<HttpResponse<String>> answer = enter(c);
                            assertThat(drain(server).get(30, TimeUnit.SECONDS))
                                    .isEqualTo(GracefulShutdownResult.REQUESTS_ACTIVE);
                            server.stop();
                            assertThat(server.getPort()).isEqualTo(-1);
                            assertCut(answer);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aServerStopsThoughARequestIsActive(RuntimeKind kind) {
        held(kind)
                .run(
                        c -> {
                            WebServer server = server(c);
                            CompletableFuture<HttpResponse<String>> answer = enter(c);
                            server.stop();
                            assertThat(server.getPort()).isEqualTo(-1);
                            assertCut(answer);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void springsPhaseIsTheEndOfADrain(RuntimeKind kind, CapturedOutput output) {
        held(kind)
                .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                .withPropertyValues(
                        "server.shutdown=graceful",
                        "spring.lifecycle.timeout-per-shutdown-phase=100ms")
                .run(
                        c -> {
                            CompletableFuture<HttpResponse<String>> answer = enter(c);
                            ((ConfigurableApplicationContext) c.getSourceApplicationContext())
                                    .close();
                            assertCut(answer);
                            assertThat(output)
                                    .contains(
                                            "Graceful shutdown aborted with one or more requests"
                                                    + " still active");
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void http11GoesOnWhereHttp2IsSwitchedOn(RuntimeKind kind) {
        echoing(kind)
                .withPropertyValues("server.http2.enabled=true", "tako.http2.upgrade=true")
                .run(
                        c -> {
                            int port = server(c).getPort();
                            for (HttpClient.Version version : HttpClient.Version.values()) {
                                HttpResponse<String> answer = echo(port, version);
                                assertThat(answer.version()).isEqualTo(version);
                                assertThat(answer.body()).isEqualTo("Hello!");
                            }
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void anApplicationWithoutAHandlerIsRefused(RuntimeKind kind) {
        bare(kind)
                .run(
                        c ->
                                assertThat(c)
                                        .getFailure()
                                        .hasStackTraceContaining("missing HttpHandler bean"));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void anApplicationWithTwoHandlersIsRefused(RuntimeKind kind) {
        bare(kind)
                .withUserConfiguration(Echo.class)
                .withBean("second", HttpHandler.class, () -> (request, response) -> Mono.empty())
                .run(
                        c ->
                                assertThat(c)
                                        .getFailure()
                                        .hasStackTraceContaining("multiple HttpHandler beans")
                                        .hasStackTraceContaining("second"));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void customizersOfTheApplicationAreAskedOnce(RuntimeKind kind) {
        echoing(kind)
                .withUserConfiguration(Customizers.class)
                .run(
                        c -> {
                            Customizers customizers = c.getBean(Customizers.class);
                            assertThat(customizers.ofBoot).hasValue(1);
                            assertThat(customizers.ofTako).hasValue(1);
                            // Which the customizer of the factory asked for.
                            assertThat(server(c).getPort()).isEqualTo(-1);
                        });
    }

    private static ReactiveWebApplicationContextRunner echoing(RuntimeKind kind) {
        return Contexts.serving(kind).withUserConfiguration(Echo.class);
    }

    private static ReactiveWebApplicationContextRunner held(RuntimeKind kind) {
        return Contexts.serving(kind).withUserConfiguration(Held.class);
    }

    /** Without what makes a handler of Tako's routes. */
    private static ReactiveWebApplicationContextRunner bare(RuntimeKind kind) {
        return new ReactiveWebApplicationContextRunner(
                        AnnotationConfigReactiveWebServerApplicationContext::new)
                .withClassLoader(Contexts.only(kind))
                .withConfiguration(
                        AutoConfigurations.of(
                                TakoSettingsAutoConfiguration.class,
                                TakoRuntimeAutoConfiguration.class,
                                TakoReactiveWebServerAutoConfiguration.class))
                .withPropertyValues("server.port=0", "tako.loops=2", "tako.io=nio");
    }

    private static WebServer server(AssertableReactiveWebApplicationContext context) {
        return Objects.requireNonNull(
                ((ReactiveWebServerApplicationContext) context.getSourceApplicationContext())
                        .getWebServer());
    }

    private static CompletableFuture<GracefulShutdownResult> drain(WebServer server) {
        CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
        server.shutDownGracefully(result::complete);
        return result;
    }

    /** Sends a request and waits until its handler has it. */
    private static CompletableFuture<HttpResponse<String>> enter(
            AssertableReactiveWebApplicationContext context) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient()
                        .sendAsync(
                                request(server(context).getPort(), HttpClient.Version.HTTP_1_1),
                                BodyHandlers.ofString());
        context.getBean(Held.class).entered.await();
        return answer;
    }

    private static void assertCut(CompletableFuture<HttpResponse<String>> answer) {
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    private static String echo(int port) throws Exception {
        return echo(port, HttpClient.Version.HTTP_1_1).body();
    }

    private static HttpResponse<String> echo(int port, HttpClient.Version version)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(port, version), BodyHandlers.ofString());
        }
    }

    private static HttpRequest request(int port, HttpClient.Version version) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .version(version)
                .POST(BodyPublishers.ofString("Hello!"))
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    static class Echo {

        @Bean
        HttpHandler echo() {
            return (request, response) -> response.writeWith(request.getBody());
        }
    }

    /** Never answers. */
    @Configuration(proxyBeanMethods = false)
    static class Held {

        final CountDownLatch entered = new CountDownLatch(1);

        @Bean
        HttpHandler held() {
            return (request, response) -> {
                entered.countDown();
                return Mono.never();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final AtomicInteger ofBoot = new AtomicInteger();
        final AtomicInteger ofTako = new AtomicInteger();

        @Bean
        WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> factory() {
            return factory -> {
                ofBoot.incrementAndGet();
                factory.setPort(-1);
            };
        }

        @Bean
        TakoServerCustomizer server() {
            return config -> {
                ofTako.incrementAndGet();
                return config;
            };
        }
    }
}
