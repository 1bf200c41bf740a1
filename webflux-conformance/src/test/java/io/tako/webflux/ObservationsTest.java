package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tako.contracts.machine.Waiting;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/** {@code http.server.requests} of Tako's routes, before WebFlux's filters and behind them. */
final class ObservationsTest {

    private static final String REQUESTS = "http.server.requests";

    /** Without WebFlux what no route matches is Tako's own to answer. */
    private static final String TAKO_ALONE =
            "spring.autoconfigure.exclude="
                    + "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration,"
                    + "org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration,"
                    + "org.springframework.boot.webflux.autoconfigure.error"
                    + ".ErrorWebFluxAutoConfiguration";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Filtered.class);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void routesAreObservedOnceByTheirTemplates(Engine engine, List<Class<?>> door)
            throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY)) {
            for (int i = 0; i < 5; i++) {
                assertThat(send(context, "GET", "/users/" + i)).isEqualTo(200);
            }
            assertThat(send(context, "GET", "/inline/1")).isEqualTo(200);
            assertThat(send(context, "GET", "/spring")).isEqualTo(200);
            awaitCount(context, 7);
            assertThat(series(context))
                    .containsExactlyInAnyOrder(
                            "GET /users/{id} 200 SUCCESS none x5",
                            "GET /inline/{id} 200 SUCCESS none x1",
                            "GET /spring 200 SUCCESS none x1");
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void failuresAreObservedByTheirClasses(Engine engine, List<Class<?>> door) throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY)) {
            assertThat(send(context, "GET", "/fails")).isEqualTo(500);
            assertThat(send(context, "GET", "/mapped")).isEqualTo(409);
            awaitCount(context, 2);
            assertThat(series(context))
                    .containsExactlyInAnyOrder(
                            "GET /fails 500 SERVER_ERROR IllegalStateException x1",
                            "GET /mapped 409 CLIENT_ERROR UnsupportedOperationException x1");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void whatNoRouteMatchesHasNoPath(Engine engine) throws Exception {
        try (var context = engine.start(Application.class, Engine.NO_SECURITY, TAKO_ALONE)) {
            assertThat(send(context, "GET", "/nothing/here")).isEqualTo(404);
            assertThat(send(context, "GET", "/users/1/")).isEqualTo(308);
            assertThat(send(context, "DELETE", "/users/1")).isEqualTo(405);
            assertThat(raw(context, "GET /%zz|{ HTTP/1.1")).isEqualTo(400);
            awaitCount(context, 4);
            assertThat(series(context))
                    .containsExactlyInAnyOrder(
                            "GET NOT_FOUND 404 CLIENT_ERROR none x1",
                            "GET REDIRECTION 308 REDIRECTION none x1",
                            "DELETE UNKNOWN 405 CLIENT_ERROR none x1",
                            "GET UNKNOWN 400 CLIENT_ERROR none x1");
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void peerThatLeavesIsNoOutcome(Engine engine, List<Class<?>> door) throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY)) {
            Held held = context.getBean(Held.class);
            try (Socket socket = new Socket("127.0.0.1", Engine.port(context))) {
                socket.getOutputStream().write(request("GET /waits HTTP/1.1"));
                assertThat(held.begun.await(30, TimeUnit.SECONDS)).isTrue();
                socket.setSoLinger(true, 0);
            }
            awaitCount(context, 1);
            assertThat(series(context)).singleElement().asString().contains("/waits UNKNOWN");
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void nameAndConventionAreTheApplicationsToChoose(Engine engine, List<Class<?>> door)
            throws Exception {
        String name = "management.observations.http.server.requests.name=site.requests";
        try (var context = engine.start(door, Engine.NO_SECURITY, name)) {
            assertThat(send(context, "GET", "/users/1")).isEqualTo(200);
            Waiting.until(
                    () ->
                            !context.getBean(MeterRegistry.class)
                                    .find("site.requests")
                                    .timers()
                                    .isEmpty());
        }
        List<Class<?>> own = new ArrayList<>(door);
        own.add(OwnConvention.class);
        try (var context = engine.start(own, Engine.NO_SECURITY)) {
            assertThat(send(context, "GET", "/users/1")).isEqualTo(200);
            Waiting.until(
                    () ->
                            !context.getBean(MeterRegistry.class)
                                    .find("own.requests")
                                    .timers()
                                    .isEmpty());
        }
    }

    private static void awaitCount(ReactiveWebServerApplicationContext context, long count)
            throws InterruptedException {
        Waiting.until(() -> timers(context).stream().mapToLong(Timer::count).sum() >= count);
    }

    private static List<Timer> timers(ReactiveWebServerApplicationContext context) {
        return List.copyOf(context.getBean(MeterRegistry.class).find(REQUESTS).timers());
    }

    private static List<String> series(ReactiveWebServerApplicationContext context) {
        return timers(context).stream()
                .map(
                        timer ->
                                String.join(
                                        " ",
                                        timer.getId().getTag("method"),
                                        timer.getId().getTag("uri"),
                                        timer.getId().getTag("status"),
                                        timer.getId().getTag("outcome"),
                                        timer.getId().getTag("exception"),
                                        "x" + timer.count()))
                .toList();
    }

    private int send(ReactiveWebServerApplicationContext context, String method, String path)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + Engine.port(context) + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static int raw(ReactiveWebServerApplicationContext context, String line)
            throws Exception {
        try (Socket socket = new Socket("127.0.0.1", Engine.port(context))) {
            socket.getOutputStream().write(request(line));
            byte[] head = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(head, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    private static byte[] request(String line) {
        return (line + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static final class Held {
        final CountDownLatch begun = new CountDownLatch(1);

        String untilInterrupted() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Held held() {
            return new Held();
        }

        @Bean
        Routes routes(Held held) {
            return routes ->
                    routes.redirectTrailingSlash()
                            .get("/users/{id}", handle(() -> "user"))
                            .get("/inline/{id}", nonBlocking(handle(() -> "inline")))
                            .get("/waits", handle(held::untilInterrupted))
                            .get(
                                    "/fails",
                                    request -> {
                                        throw new IllegalStateException("on purpose");
                                    })
                            .get(
                                    "/mapped",
                                    request -> {
                                        throw new UnsupportedOperationException();
                                    })
                            .onError(
                                    UnsupportedOperationException.class,
                                    (failure, request) -> Response.of(HttpStatus.CONFLICT));
        }

        @Bean
        Hello hello() {
            return new Hello();
        }
    }

    @RestController
    static class Hello {

        @GetMapping("/spring")
        String hello() {
            return "spring";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter passing() {
            return (exchange, chain) -> chain.filter(exchange);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConvention {

        @Bean
        DefaultServerRequestObservationConvention convention() {
            return new DefaultServerRequestObservationConvention("own.requests") {
                @Override
                public String getContextualName(ServerRequestObservationContext context) {
                    return "own";
                }
            };
        }
    }
}
