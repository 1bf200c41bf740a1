package io.tako.benchmarks.jmh;

import io.tako.extract.Handlers;
import io.tako.handler.Handler;
import io.tako.routing.Match;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.http.HttpMethod;

/**
 * Finding a route among many. A router has a third each of {@code /name/list}, {@code /name/{id}}
 * and {@code /name/{id}/parts/{part}/notes/{note}}, under random names of six letters.
 *
 * <p>With {@code paths=few} the requests go to eight routes, so that the tree is in the cache and
 * its branches are foreseen: what is left is the work of the search. With {@code all} they go to
 * random ones of all routes, which adds the misses of cache and branch predictor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init")
public class RouterMatch {

    private static final int PATHS = 4096;
    private static final int FEW = 8;
    private static final String CONSONANTS = "bcdfghjklmnpqrstvwxz";
    private static final String VOWELS = "aeiou";

    /** How many routes the router has. */
    @Param({"10", "100", "1000", "10000"})
    public int routes;

    /** Whether requests go to a {@code few} routes or to {@code all}. */
    @Param({"few", "all"})
    public String paths;

    private Router router;
    private String[] text;
    private String[] parameter;
    private String[] deep;
    private String[] miss;
    private int next;

    /** Makes router and paths, the same in every run. */
    @Setup
    public void makeRouter() {
        List<String> names = names((routes + 2) / 3);
        Handler handler = Handlers.handle(() -> "");
        RouterBuilder builder = Router.builder();
        for (int i = 0; i < routes; i++) {
            String name = names.get(i / 3);
            builder.get(
                    switch (i % 3) {
                        case 0 -> "/" + name + "/list";
                        case 1 -> "/" + name + "/{id}";
                        default -> "/" + name + "/{id}/parts/{part}/notes/{note}";
                    },
                    handler);
        }
        router = builder.build();
        List<String> asked = paths.equals("few") ? spread(whole(names)) : whole(names);
        text = paths(asked, "/list");
        parameter = paths(asked, "/4711");
        deep = paths(asked, "/4711/parts/17/notes/3");
        miss = paths(asked, "/4711/parts/17/other");
    }

    /** A route of text alone. */
    @Benchmark
    public Match text() {
        return router.match(HttpMethod.GET, text[next()]);
    }

    /** A route with one variable. */
    @Benchmark
    public Match parameter() {
        return router.match(HttpMethod.GET, parameter[next()]);
    }

    /** A route of six segments with three variables. */
    @Benchmark
    public Match deep() {
        return router.match(HttpMethod.GET, deep[next()]);
    }

    /** A path that no route matches, but for its end that of {@link #deep()}. */
    @Benchmark
    public Match miss() {
        return router.match(HttpMethod.GET, miss[next()]);
    }

    private int next() {
        next = next + 1 & PATHS - 1;
        return next;
    }

    /** The names that have all three routes. */
    private List<String> whole(List<String> names) {
        return names.subList(0, routes / 3);
    }

    private static List<String> spread(List<String> names) {
        return IntStream.range(0, FEW).mapToObj(i -> names.get(i * names.size() / FEW)).toList();
    }

    /** Each a string of its own, as those of requests are. */
    private static String[] paths(List<String> names, String end) {
        Random random = new Random(2);
        return random.ints(PATHS, 0, names.size())
                .mapToObj(i -> "/" + names.get(i) + end)
                .toArray(String[]::new);
    }

    private static List<String> names(int count) {
        Random random = new Random(1);
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            StringBuilder name = new StringBuilder();
            for (int syllable = 0; syllable < 3; syllable++) {
                name.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
                name.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
            }
            names.add(name.toString());
        }
        return new ArrayList<>(names);
    }
}
