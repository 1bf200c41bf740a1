package io.tako.benchmarks.jmh;

import io.tako.benchmarks.Json;
import io.tako.benchmarks.NewUser;
import io.tako.extract.Extractors;
import io.tako.extract.Handlers;
import io.tako.handler.BodyExtractor;
import io.tako.handler.HeadExtractor;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.routing.Match;
import io.tako.routing.Router;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.http.HttpMethod;

/**
 * Taking values out of a request. Each measurement has the making of the request in it, which
 * {@link #request()} shows alone: a request keeps what was parsed once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Extraction {

    private static final String PATH = "/users/4711";
    private static final String QUERY = "page=3&size=50&sort=name%2Casc";

    private final HeadExtractor<Long> pathLong = Extractors.path("id", long.class);
    private final HeadExtractor<String> queryText = Extractors.query("sort");
    private final HeadExtractor<Page> queryRecord = Extractors.query(Page.class);
    private final BodyExtractor<NewUser> jsonBody = Extractors.json(NewUser.class);
    private final Exchange exchange =
            new FixedExchange(
                    HttpMethod.POST,
                    PATH + "?" + QUERY,
                    Json.write(new NewUser("Ada", "ada@example.org", 36)));
    private final Match match =
            Router.builder()
                    .post("/users/{id}", Handlers.handle(() -> ""))
                    .build()
                    .match(HttpMethod.POST, PATH);

    /** Nothing but a new request. */
    @Benchmark
    public Request request() {
        return match.request(exchange, PATH, QUERY);
    }

    /** A variable of the path as a number. */
    @Benchmark
    public Long pathLong() {
        return pathLong.extract(request());
    }

    /** One of three query parameters, percent-decoded. */
    @Benchmark
    public String queryText() {
        return queryText.extract(request());
    }

    /** A record of three query parameters. */
    @Benchmark
    public Page queryRecord() {
        return queryRecord.extract(request());
    }

    /** A record of a JSON body of 50 bytes. */
    @Benchmark
    public NewUser jsonBody() throws Exception {
        return jsonBody.extract(request());
    }

    /** What a list asks for. */
    public record Page(int page, int size, String sort) {}
}
