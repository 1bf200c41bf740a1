package io.tako.benchmarks.jmh;

import io.tako.benchmarks.Json;
import io.tako.benchmarks.NewUser;
import io.tako.benchmarks.servers.TakoEndpoints;
import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
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
 * From request to response on the calling thread: match, extractors, handler, responder. The routes
 * are those of the servers; what transport and runtime add is not in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Dispatch {

    private static final byte[] NONE = {};
    private static final byte[] ADA = Json.write(new NewUser("Ada", "ada@example.org", 36));

    private final Router router = router();
    private final Exchange plaintext = new FixedExchange(HttpMethod.GET, "/plaintext", NONE);
    private final Exchange json = new FixedExchange(HttpMethod.GET, "/json", NONE);
    private final Exchange post = new FixedExchange(HttpMethod.POST, "/users/42", ADA);
    private final Exchange miss = new FixedExchange(HttpMethod.GET, "/nothing", NONE);

    /** 200 with a text. */
    @Benchmark
    public Response plaintext() {
        return router.handle(plaintext);
    }

    /** 200 with a record as JSON. */
    @Benchmark
    public Response json() {
        return router.handle(json);
    }

    /** 201 with what a JSON body and a path variable say, as JSON. */
    @Benchmark
    public Response post() {
        return router.handle(post);
    }

    /** 404 with a problem document. */
    @Benchmark
    public Response miss() {
        return router.handle(miss);
    }

    private static Router router() {
        RouterBuilder builder = Router.builder();
        new TakoEndpoints().define(builder);
        return builder.build();
    }
}
