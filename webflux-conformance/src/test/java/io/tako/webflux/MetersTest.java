package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.tako.contracts.machine.Waiting;
import io.tako.routing.Routes;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The server's meters, as Prometheus scrapes them. */
final class MetersTest {

    private static final int RANDOM_PATHS = 10_000;
    private static final int BURST = 100;
    private static final Pattern ROW = Pattern.compile("\\| `(tako\\.[a-z.]+)` \\| ([a-z]+) \\|.*");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void scrapeAfterLoadHasTheDocumentedMetersAndNoSeriesOfPaths(Engine engine) throws Exception {
        try (var context = start(engine)) {
            int port = Engine.port(context);
            pipeline(port, 2 * BURST);
            // A scrape is seen by those that come once it has been counted.
            Waiting.until(() -> assertThat(series(scrape(port))).anyMatch(MetersTest::ofScrapes));
            Set<String> before = series(scrape(port));
            pipeline(port, RANDOM_PATHS);
            String after = scrape(port);
            assertThat(series(after)).containsExactlyInAnyOrderElementsOf(before);
            for (String meter : documented()) {
                assertThat(after).as(meter).contains("\n" + meter.replace('.', '_'));
            }
            assertThat(sum(after, "tako_core_requests_total")).isGreaterThan(2.0 * RANDOM_PATHS);
            assertThat(sum(after, "tako_connections_accepted_connections_total"))
                    .isGreaterThanOrEqualTo(3);
            assertThat(sum(after, "tako_requests_active_requests")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void everyMeterIsDocumentedAndTaggedByListenerOrCore(Engine engine) throws Exception {
        try (var context = start(engine, "management.server.port=0")) {
            Set<String> names = new TreeSet<>();
            context.getBean(MeterRegistry.class)
                    .getMeters()
                    .forEach(
                            meter -> {
                                if (meter.getId().getName().startsWith("tako.")) {
                                    names.add(meter.getId().getName());
                                    assertThat(meter.getId().getTags())
                                            .allSatisfy(MetersTest::isBounded);
                                }
                            });
            assertThat(names).isEqualTo(documented());
        }
    }

    private static void isBounded(Tag tag) {
        assertThat(tag.getKey() + "=" + tag.getValue())
                .isIn("listener=primary", "listener=management", "core=0", "core=1");
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void connectionsAreCountedWhereTheyComeAndRefusedAboveTheLimit(Engine engine) throws Exception {
        try (var context = start(engine, "tako.limits.max-connections=2")) {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            int port = Engine.port(context);
            // One after the other: loops do not agree on who came first.
            try (Socket one = ask(port, "/users/1", "200");
                    Socket two = ask(port, "/users/2", "200");
                    Socket three = ask(port, "/users/3", "503")) {
                assertThat(gauge(registry, "tako.connections.active")).isGreaterThanOrEqualTo(2);
                assertThat(counter(registry, "tako.connections.accepted")).isEqualTo(3);
                assertThat(counter(registry, "tako.connections.refused")).isEqualTo(1);
            }
            Waiting.until(() -> gauge(registry, "tako.connections.active") == 0);
            assertThat(registry.get("tako.core.requests").functionCounters())
                    .hasSize(2)
                    .extracting(counter -> counter.count())
                    .satisfies(
                            counts ->
                                    assertThat(
                                                    counts.stream()
                                                            .mapToDouble(Double::doubleValue)
                                                            .sum())
                                            .isEqualTo(2));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void requestsAreCountedWhileTheyRunAndRefusedAboveTheLimit(Engine engine) throws Exception {
        try (var context = start(engine, "tako.limits.max-concurrent-requests=1")) {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Held held = context.getBean(Held.class);
            int port = Engine.port(context);
            try (Socket one = new Socket("127.0.0.1", port)) {
                send(one, "/held");
                held.entered.await();
                assertThat(gauge(registry, "tako.requests.active")).isEqualTo(1);
                ask(port, "/users/1", "503").close();
                assertThat(counter(registry, "tako.requests.refused")).isEqualTo(1);
                held.release.countDown();
                Waiting.until(() -> gauge(registry, "tako.requests.active") == 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aHandlerThatHoldsItsLoopIsCountedByTheWatchdog(Engine engine) throws Exception {
        try (var context = start(engine, "tako.watchdog.threshold=50ms")) {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Held held = context.getBean(Held.class);
            try (Socket one = new Socket("127.0.0.1", Engine.port(context))) {
                send(one, "/holding");
                Waiting.until(
                        () -> registry.get("tako.watchdog.hits").functionCounter().count() > 0);
                held.release.countDown();
                assertThat(one.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void lagOfEveryCoreIsMeasured(Engine engine) throws Exception {
        try (var context = start(engine)) {
            Search lag = context.getBean(MeterRegistry.class).find("tako.core.lag");
            Waiting.until(() -> lag.timers().stream().allMatch(timer -> timer.count() > 0));
            assertThat(lag.timers()).hasSize(2).extracting(Timer::count).allMatch(n -> n > 0);
        }
    }

    private static ReactiveWebServerApplicationContext start(Engine engine, String... more) {
        String[] properties = new String[more.length + 2];
        properties[0] = Engine.NO_SECURITY;
        properties[1] = "management.endpoints.web.exposure.include=prometheus";
        System.arraycopy(more, 0, properties, 2, more.length);
        return engine.start(Application.class, properties);
    }

    private static Set<String> documented() throws Exception {
        return Files.readAllLines(Path.of("../docs/observability.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String scrape(int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    /** The series of Tako and of its requests, without their values. */
    private static Set<String> series(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith("tako_") || line.startsWith("http_server_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean ofScrapes(String series) {
        return series.contains("actuator/prometheus");
    }

    private static double sum(String scrape, String name) {
        return scrape.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Asks for paths that differ, half of them under a route and half under none. */
    private static void pipeline(int port, int count) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int sent = 0; sent < count; sent += BURST) {
                StringBuilder burst = new StringBuilder();
                for (int i = 0; i < BURST; i++) {
                    int id = sent + i;
                    burst.append("HEAD /users/").append(id).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                    burst.append("HEAD /n/").append(id).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                }
                out.write(burst.toString().getBytes(StandardCharsets.US_ASCII));
                awaitHeads(in, 2 * BURST);
            }
        }
    }

    private static void awaitHeads(InputStream in, int count) throws Exception {
        int heads = 0;
        int matched = 0;
        byte[] end = {'\r', '\n', '\r', '\n'};
        while (heads < count) {
            int next = in.read();
            assertThat(next).isNotNegative();
            matched = next == end[matched] ? matched + 1 : next == '\r' ? 1 : 0;
            if (matched == end.length) {
                heads++;
                matched = 0;
            }
        }
    }

    private static Socket ask(int port, String path, String status) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        send(socket, path);
        assertThat(socket.getInputStream().readNBytes(12))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("HTTP/1.1 " + status);
        return socket;
    }

    private static void send(Socket socket, String path) throws Exception {
        socket.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get(name).tag("listener", "primary").gauge().value();
    }

    private static double counter(MeterRegistry registry, String name) {
        return registry.get(name).tag("listener", "primary").functionCounter().count();
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
                    routes.get("/users/{id}", handle(() -> "user"))
                            .get("/held", handle(held::answer))
                            .get("/holding", nonBlocking(handle(held::answer)));
        }
    }

    /** A handler that answers when it is told to. */
    static final class Held {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        String answer() throws InterruptedException {
            entered.countDown();
            release.await();
            return "released";
        }
    }
}
