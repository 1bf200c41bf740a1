package io.tako.autoconfigure;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.tako.client.ClientResources;
import io.tako.routing.Routes;
import io.tako.runtime.Core;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

class TakoClientAutoConfigurationTest {

    private static ReactiveWebApplicationContextRunner calling(RuntimeKind kind) {
        return Contexts.serving(kind)
                .withConfiguration(
                        AutoConfigurations.of(
                                TakoClientAutoConfiguration.class,
                                HttpClientAutoConfiguration.class,
                                ReactiveHttpClientAutoConfiguration.class,
                                WebClientAutoConfiguration.class))
                .withUserConfiguration(Calls.class);
    }

    @Test
    void callsOfAHandlerAreAnsweredOnItsCore() {
        calling(RuntimeKind.PER_CORE)
                .run(
                        c -> {
                            Set<String> cores = new HashSet<>();
                            for (int i = 0; i < 200 && cores.size() < 2; i++) {
                                String[] seen = ask(c, "/call").split(" ");
                                assertThat(seen[1]).isEqualTo(seen[0]);
                                cores.add(seen[0]);
                            }
                            assertThat(cores).containsExactlyInAnyOrder("0", "1");
                        });
    }

    @Test
    void callsOfAHandlerAreAnsweredOnTheSharedLoops() {
        calling(RuntimeKind.SHARED)
                .run(c -> assertThat(ask(c, "/call").split(" ")[1]).isIn("0", "1"));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void onePropertyTurnsItOff(RuntimeKind kind) {
        calling(kind)
                .withPropertyValues("tako.client.reactor-netty=false")
                .run(
                        c -> {
                            assertThat(c)
                                    .doesNotHaveBean(ReactorResourceFactory.class)
                                    .doesNotHaveBean(ClientResources.class);
                            assertThat(ask(c, "/call").split(" ")[1]).isEqualTo("none");
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void resourcesOfTheApplicationReplaceOurs(RuntimeKind kind) {
        calling(kind)
                .withBean("own", ReactorResourceFactory.class, ReactorResourceFactory::new)
                .run(
                        c ->
                                assertThat(c)
                                        .hasSingleBean(ReactorResourceFactory.class)
                                        .doesNotHaveBean(ClientResources.class)
                                        .doesNotHaveBean(
                                                ClientHttpConnectorBuilderCustomizer.class));
    }

    @Test
    void applicationWithoutReactorNettyHasNone() {
        calling(RuntimeKind.SHARED)
                .withClassLoader(new FilteredClassLoader(PerCoreRuntime.class, HttpClient.class))
                .run(
                        c ->
                                assertThat(c)
                                        .hasNotFailed()
                                        .doesNotHaveBean("takoReactorResourceFactory")
                                        .doesNotHaveBean("takoClientResources"));
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void handlerThatIsLetFinishCanStillCallOut(RuntimeKind kind) {
        calling(kind)
                .withPropertyValues("server.shutdown=graceful")
                .run(
                        c -> {
                            TakoRuntime runtime = c.getBean(TakoRuntime.class);
                            Calls calls = c.getBean(Calls.class);
                            CompletableFuture<String> answer =
                                    CompletableFuture.supplyAsync(() -> askUnchecked(c, "/last"));
                            assertThat(calls.entered.await(30, TimeUnit.SECONDS)).isTrue();
                            try (Elsewhere elsewhere = new Elsewhere()) {
                                calls.target = elsewhere.uri();
                                c.close();
                            }
                            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("elsewhere");
                            assertThat(runtime.cores())
                                    .allMatch(core -> core.eventLoop().isTerminated());
                            assertThat(Thread.getAllStackTraces().keySet())
                                    .extracting(Thread::getName)
                                    .noneMatch(name -> name.startsWith("tako-loop"));
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void callToAPeerThatDoesNotAnswerEndsByReadTimeout(RuntimeKind kind) {
        calling(kind)
                .withPropertyValues("spring.http.clients.read-timeout=50ms")
                .run(
                        c -> {
                            try (Elsewhere elsewhere = new Elsewhere()) {
                                assertThatThrownBy(() -> call(c, elsewhere.uri() + "held").block())
                                        .hasRootCauseInstanceOf(ReadTimeoutException.class);
                            }
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void callToAPeerThatDoesNotAcceptEndsByConnectTimeout(RuntimeKind kind) {
        calling(kind)
                .withPropertyValues("spring.http.clients.connect-timeout=50ms")
                .run(
                        c -> {
                            try (FullQueue full = new FullQueue()) {
                                assertThatThrownBy(() -> call(c, full.uri()).block())
                                        .hasRootCauseInstanceOf(ConnectTimeoutException.class);
                            }
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void callsBeyondTheLimitsOfThePropertiesFail(RuntimeKind kind) {
        calling(kind)
                .withPropertyValues(
                        "tako.loops=1",
                        "tako.client.max-connections=1",
                        "tako.client.max-pending-acquires=1",
                        "tako.client.pending-acquire-timeout=5s")
                .run(
                        c -> {
                            try (Elsewhere elsewhere = new Elsewhere()) {
                                String uri = elsewhere.uri() + "held";
                                var first = call(c, uri).toFuture();
                                var second = call(c, uri).toFuture();
                                assertThatThrownBy(() -> call(c, uri).block())
                                        .hasStackTraceContaining(
                                                "has reached its maximum size of 1");
                                assertThatThrownBy(second::join)
                                        .hasRootCauseInstanceOf(TimeoutException.class);
                                elsewhere.release();
                                assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("elsewhere");
                            }
                        });
    }

    private static Mono<String> call(ApplicationContext context, String uri) {
        return context.getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri(uri)
                .retrieve()
                .bodyToMono(String.class);
    }

    private static String askUnchecked(ApplicationContext context, String path) {
        try {
            return ask(context, path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks on a connection of its own, so that another core may get it. */
    private static String ask(ApplicationContext context, String path) throws Exception {
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port(context) + path))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }

    private static int port(ApplicationContext context) {
        return context.getBean(Calls.class).port;
    }

    /** Another server, which does not drain. */
    private static final class Elsewhere implements AutoCloseable {

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CountDownLatch held = new CountDownLatch(1);
        private final HttpServer server;

        Elsewhere() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext(
                    "/",
                    exchange -> {
                        if (exchange.getRequestURI().getPath().equals("/held")) {
                            awaitRelease();
                        }
                        byte[] body = "elsewhere".getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        try (exchange) {
                            exchange.getResponseBody().write(body);
                        }
                    });
            server.start();
        }

        String uri() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        private void awaitRelease() {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Answers whoever asked for {@code /held}. */
        void release() {
            held.countDown();
        }

        @Override
        public void close() {
            release();
            server.stop(0);
            threads.close();
        }
    }

    /** A port whose queue of connections is full, so that the system ignores further ones. */
    private static final class FullQueue implements AutoCloseable {

        private final List<SocketChannel> queued = new ArrayList<>();
        private final ServerSocket server;

        FullQueue() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            for (int i = 0; i < 8; i++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(server.getLocalSocketAddress());
                queued.add(one);
            }
        }

        String uri() {
            return "http://127.0.0.1:" + server.getLocalPort() + "/";
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel one : queued) {
                one.close();
            }
            server.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Calls {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);
        private volatile String target = "";
        private volatile int port;

        @EventListener
        void started(ReactiveWebServerInitializedEvent event) {
            port = event.getWebServer().getPort();
        }

        @EventListener(ContextClosedEvent.class)
        void closing() {
            closing.countDown();
        }

        @Bean
        Routes calls(WebClient.Builder builder) {
            WebClient client = builder.build();
            return routes ->
                    routes.get("/hello", handle(() -> "hello"))
                            .get("/call", handle(() -> core() + " " + calledOn(client)))
                            .get("/last", handle(() -> last(client)));
        }

        /** Which core the answer came in on. */
        private String calledOn(WebClient client) {
            return Objects.requireNonNull(
                    client.get()
                            .uri("http://localhost:" + port + "/hello")
                            .exchangeToMono(
                                    answer -> answer.bodyToMono(String.class).map(text -> core()))
                            .block());
        }

        private String last(WebClient client) throws InterruptedException {
            entered.countDown();
            closing.await();
            return Objects.requireNonNull(
                    client.get().uri(target).retrieve().bodyToMono(String.class).block());
        }

        private static String core() {
            Core core = Core.current();
            return core == null ? "none" : Integer.toString(core.index());
        }
    }
}
