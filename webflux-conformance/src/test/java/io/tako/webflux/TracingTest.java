package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static io.tako.handler.Executions.offload;
import static org.assertj.core.api.Assertions.assertThat;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.tako.contracts.machine.Waiting;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import io.tako.websocket.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Traces, the current observation and the MDC in handlers, before filters and behind them. */
final class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String LOGGER = "test.handlers";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Filtered.class);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void tracesContinueWhereverAHandlerRuns(Engine engine, List<Class<?>> door) throws Exception {
        try (var context = start(engine, door)) {
            String whole = TRACE + " " + TRACE + " true";
            for (String path : List.of("/plain", "/inline", "/offloaded", "/streamed")) {
                assertThat(get(context, path)).as(path).isEqualTo(whole);
            }
            assertThat(get(context, "/parked")).isEqualTo(whole + ", then " + whole);
            assertThat(get(context, "/mono")).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void oneSpanPerRequestHasThePeersParent(Engine engine, List<Class<?>> door) throws Exception {
        try (var context = start(engine, door)) {
            Spans spans = context.getBean(Spans.class);
            get(context, "/parked");
            Waiting.until(() -> !spans.ended.isEmpty());
            assertThat(spans.ended)
                    .singleElement()
                    .satisfies(
                            span -> {
                                assertThat(span.parentId()).isEqualTo(PARENT);
                                assertThat(span.name()).isEqualTo("http get /parked");
                                assertThat(span.tags()).containsEntry("uri", "/parked");
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void logLinesOfAHandlerNameItsTrace(Engine engine, List<Class<?>> door) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        try (var context = start(engine, door)) {
            lines.start();
            logger.addAppender(lines);
            get(context, "/parked");
            assertThat(lines.list)
                    .hasSize(2)
                    .allSatisfy(
                            line ->
                                    assertThat(line.getMDCPropertyMap())
                                            .containsEntry("traceId", TRACE)
                                            .containsKey("spanId"));
        } finally {
            logger.detachAppender(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void handlersOfSocketsKnowTheTraceTheyWereOpenedIn(Engine engine, List<Class<?>> door)
            throws Exception {
        try (var context = start(engine, door)) {
            CompletableFuture<String> told = new CompletableFuture<>();
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header("traceparent", traceparent())
                            .buildAsync(uri("ws", context, "/socket"), new FirstText(told))
                            .get(30, TimeUnit.SECONDS);
            assertThat(told.get(30, TimeUnit.SECONDS)).startsWith(TRACE + " " + TRACE);
            socket.abort();
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void nothingOfARequestIsLeftOnItsThreads(Engine engine, List<Class<?>> door) throws Exception {
        try (var context = start(engine, door)) {
            for (String path : List.of("/inline", "/plain", "/parked")) {
                get(context, path);
            }
            Tracer tracer = context.getBean(Tracer.class);
            TakoRuntime runtime = context.getBean(TakoRuntime.class);
            for (Core core : runtime.cores()) {
                CompletableFuture<String> left = new CompletableFuture<>();
                core.execute(() -> left.complete(tracer.currentSpan() + " " + MDC.get("traceId")));
                assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo("null null");
            }
        }
    }

    private static ReactiveWebServerApplicationContext start(Engine engine, List<Class<?>> door) {
        return engine.start(
                door,
                Engine.NO_SECURITY,
                "management.tracing.sampling.probability=1.0",
                Engine.CARRYING);
    }

    private String get(ReactiveWebServerApplicationContext context, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("http", context, path))
                        .header("traceparent", traceparent())
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String traceparent() {
        return "00-" + TRACE + "-" + PARENT + "-01";
    }

    private static URI uri(
            String scheme, ReactiveWebServerApplicationContext context, String path) {
        return URI.create(scheme + "://127.0.0.1:" + Engine.port(context) + path);
    }

    /** Completes with the first text that comes. */
    private record FirstText(CompletableFuture<String> told) implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            told.complete(text.toString());
            return null;
        }
    }

    /** The spans that have ended. */
    static final class Spans extends SpanHandler {
        final List<MutableSpan> ended = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            ended.add(span);
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        private final org.slf4j.Logger log = LoggerFactory.getLogger(LOGGER);

        @Bean
        Spans spans() {
            return new Spans();
        }

        @Bean
        Routes routes(Tracer tracer, ObservationRegistry registry) {
            return routes ->
                    routes.get("/plain", handle(() -> current(tracer, registry)))
                            .get("/inline", nonBlocking(handle(() -> current(tracer, registry))))
                            .get("/offloaded", offload(handle(() -> current(tracer, registry))))
                            .get("/parked", handle(() -> parked(tracer, registry)))
                            .get(
                                    "/mono",
                                    handle(
                                            () ->
                                                    Mono.delay(Duration.ofMillis(5))
                                                            .map(n -> current(tracer, registry))))
                            .get("/streamed", request -> streamed(tracer, registry))
                            .ws(
                                    "/socket",
                                    socket ->
                                            socket.send(
                                                    new Message.Text(current(tracer, registry))));
        }

        private String parked(Tracer tracer, ObservationRegistry registry)
                throws InterruptedException {
            log.info("before");
            String before = current(tracer, registry);
            Thread.sleep(5);
            log.info("after");
            return before + ", then " + current(tracer, registry);
        }

        private static Response streamed(Tracer tracer, ObservationRegistry registry) {
            return Response.stream(
                    MediaType.TEXT_PLAIN,
                    out -> {
                        Thread.sleep(5);
                        byte[] text = current(tracer, registry).getBytes(StandardCharsets.UTF_8);
                        out.write(text, 0, text.length);
                    });
        }

        /** The trace by tracer and MDC, and whether an observation is current. */
        private static String current(Tracer tracer, ObservationRegistry registry) {
            Span span = tracer.currentSpan();
            return (span == null ? "none" : span.context().traceId())
                    + " "
                    + MDC.get("traceId")
                    + " "
                    + (registry.getCurrentObservation() != null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter passing() {
            return (exchange, chain) -> chain.filter(exchange);
        }
    }
}
