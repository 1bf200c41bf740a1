package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Prometheus sees of a collector that is asked for whatever comes to a client's mind. */
final class ScrapeTest extends CollectorTest {

    private static final int CLIENTS = 8;
    private static final int RANDOM_PATHS = 10_000;

    /** Part of every random path, and of nothing else. */
    private static final String MARK = "nobody-knows";

    private static final Pattern ROW =
            Pattern.compile("\\| `(tako\\.[a-z.]+)` \\| ([a-z]+) \\| ([a-z]*) ?\\|.*");

    @Test
    void randomPathsAddNoSeriesToTheDocumentedMeters() throws Exception {
        load(CLIENTS * 20);
        Set<String> before = steadySeries();

        load(RANDOM_PATHS);
        String after = scrape();

        assertThat(series(after)).containsExactlyElementsOf(before);
        assertThat(after).doesNotContain(MARK);
        assertThat(families(after)).containsAll(documented());
        assertThat(value(after, "http_server_requests_seconds_count", "uri=\"/api/series/{id}\""))
                .isGreaterThan(RANDOM_PATHS / 4.0);
        assertThat(value(after, "http_server_requests_seconds_count", "uri=\"NOT_FOUND\""))
                .isGreaterThan(RANDOM_PATHS / 2.0);
        assertThat(value(after, "tako_core_requests_total", "core="))
                .isGreaterThanOrEqualTo(RANDOM_PATHS);
        assertThat(value(after, "tako_requests_active_requests", "listener=\"primary\""))
                .as("the scrape itself")
                .isEqualTo(1);
    }

    @Test
    void whatNoRouteMatchesIsAProblemToo() throws Exception {
        HttpResponse<String> answer = get("/" + MARK);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    /** What WebFlux, which is there for the actuator, would serve by itself. */
    @Test
    void noFileOfTheClassPathIsServedButThoseOfThePage() throws Exception {
        assertThat(get("/webjars/uplot/1.6.30/dist/uPlot.esm.js").statusCode()).isEqualTo(200);
        assertThat(get("/webjars/uplot/1.6.30/package.json").statusCode()).isEqualTo(404);
    }

    @Test
    void healthAndTheServerAreToldBesideTheRoutes() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(get("/actuator/tako").body())
                .contains("\"pattern\":\"/api/series/{id}\"", "\"name\":\"primary\"");
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
    }

    /** Those of a scrape that sees an earlier one, as it does once that has been counted. */
    private Set<String> steadySeries() throws Exception {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> series(scrape()),
                        series ->
                                series.stream()
                                        .anyMatch(one -> one.contains("actuator/prometheus")));
    }

    /** Clients that write, look, and ask for paths that no two requests have in common. */
    private void load(int requests) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                done.add(
                        clients.submit(
                                () -> {
                                    for (int i = 0; i < requests / CLIENTS; i++) {
                                        ask(i);
                                    }
                                    return null;
                                }));
            }
            for (Future<?> client : done) {
                client.get(5, TimeUnit.MINUTES);
            }
        }
    }

    private void ask(int turn) throws Exception {
        if (turn % 20 == 0) {
            assertThat(post("/write", "scraped,client=one value=1").statusCode()).isEqualTo(204);
        }
        String path = MARK + "-" + UUID.randomUUID();
        HttpRequest request =
                switch (turn % 4) {
                    case 0 -> of("GET", "/" + path);
                    case 1 -> of("GET", "/api/series/" + path);
                    case 2 -> of("GET", "/%7E/" + path + "/?" + path);
                    // A method that is made up as well.
                    default -> of("M" + turn, "/api/series/" + path);
                };
        assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode()).isIn(404, 405);
    }

    private HttpRequest of(String method, String target) {
        return HttpRequest.newBuilder(uri(target)).method(method, BodyPublishers.noBody()).build();
    }

    private String scrape() throws Exception {
        HttpResponse<String> scrape = get("/actuator/prometheus");
        assertThat(scrape.statusCode()).isEqualTo(200);
        return scrape.body();
    }

    /** The series of the server and of its requests, without their values. */
    private static Set<String> series(String scrape) {
        return samples(scrape)
                .filter(line -> line.startsWith("tako_") || line.startsWith("http_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> families(String scrape) {
        return samples(scrape)
                .map(line -> line.substring(0, line.indexOf(line.contains("{") ? '{' : ' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String scrape, String name, String tag) {
        return samples(scrape)
                .filter(line -> line.startsWith(name + "{") && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Stream<String> samples(String scrape) {
        return scrape.lines().filter(line -> !line.startsWith("#"));
    }

    /** The table of the guide, in the names that Prometheus has for it. */
    private static Set<String> documented() throws Exception {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../docs/observability.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                names.addAll(prometheus(row.toMatchResult()));
            }
        }
        assertThat(names).hasSizeGreaterThan(15);
        return names;
    }

    private static List<String> prometheus(MatchResult row) {
        String name = row.group(1).replace('.', '_');
        String unit = row.group(3);
        String named = unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
        return switch (row.group(2)) {
            case "gauge" -> List.of(named);
            case "counter" -> List.of(named + "_total");
            case "timer" -> List.of(named + "_count", named + "_sum", named + "_max");
            default -> throw new AssertionError(row.group());
        };
    }
}
