package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Compares the tree with a matcher that tries every pattern, on random routes and paths. */
class RandomRoutesTest {

    private static final String[] WORDS = {"a", "ab", "abc", "b", "ba", "x y", "é"};
    private static final String[] SENT = {
        "a", "ab", "abc", "b", "ba", "x%20y", "%C3%A9", "", "zz", "a%2Fb", "%61", "c%5Cd"
    };
    private static final HttpMethod[] METHODS = {
        HttpMethod.GET, HttpMethod.POST, HttpMethod.HEAD, HttpMethod.OPTIONS
    };
    private static final Handler ECHO =
            request -> Response.text(request.matchedPath() + request.pathVariables());

    @Test
    void theTreeAgreesWithTryingEveryPattern() {
        int matched = 0;
        int refused = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Map<String, Route> byShape = new LinkedHashMap<>();
            int count = 1 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                HttpMethod method = METHODS[random.nextInt(METHODS.length)];
                PathPattern pattern = PathPattern.parse(randomPattern(random));
                byShape.putIfAbsent(
                        method + pattern.shape(), new Route(method, pattern.text(), ECHO.plan()));
            }
            List<Route> routes = List.copyOf(byShape.values());
            RouterBuilder builder = Router.builder();
            routes.forEach(route -> builder.route(route.method(), route.pattern(), ECHO));
            Router router = builder.build();
            for (int i = 0; i < 200; i++) {
                HttpMethod method = METHODS[random.nextInt(METHODS.length)];
                String path = randomPath(random);
                String expected = naive(routes, method, path);
                String actual = answer(router, method, path);
                assertThat(actual)
                        .as("seed %d, %s %s, routes %s", seed, method, path, routes)
                        .isEqualTo(expected);
                matched += actual.startsWith("200") ? 1 : 0;
                refused += actual.startsWith("405") ? 1 : 0;
            }
        }
        assertThat(matched).isGreaterThan(5_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    private static String answer(Router router, HttpMethod method, String path) {
        Answer answer = Answer.of(router, method, path);
        return switch (answer.status()) {
            case 200 -> "200 " + answer.body();
            case 404 -> "404";
            default -> answer.status() + " " + answer.header("Allow");
        };
    }

    private static String randomPattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            boolean last = i == segments - 1;
            int dice = random.nextInt(10);
            if (dice < 3) {
                pattern.append("/{v").append(i).append('}');
            } else if (last && dice == 3) {
                pattern.append("/{*r}");
            } else if (last && dice == 4) {
                pattern.append('/');
            } else {
                pattern.append('/').append(WORDS[random.nextInt(WORDS.length)]);
            }
        }
        return pattern.toString();
    }

    private static String randomPath(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(5);
        for (int i = 0; i < segments; i++) {
            // The empty segment is drawn less often than the others.
            int word = random.nextInt(SENT.length);
            if (SENT[word].isEmpty() && i < segments - 1 && random.nextInt(3) > 0) {
                word = 0;
            }
            path.append('/').append(SENT[word]);
        }
        return path.toString();
    }

    private static String naive(List<Route> routes, HttpMethod method, String path) {
        List<Found> found = new ArrayList<>();
        for (Route route : routes) {
            Found one = tryOne(route, path);
            if (one != null) {
                found.add(one);
            }
        }
        found.sort(Comparator.comparing(Found::kinds));
        TreeSet<String> allow = new TreeSet<>(List.of("OPTIONS"));
        // By pattern first, as HEAD is answered by GET of a pattern before any of a looser one.
        for (int i = 0; i < found.size(); i++) {
            String kinds = found.get(i).kinds();
            for (HttpMethod wanted : wanted(method)) {
                for (Found one : found) {
                    if (one.kinds().equals(kinds) && one.route().method().equals(wanted)) {
                        return "200 " + one.route().pattern() + one.values();
                    }
                }
            }
            allow.add(found.get(i).route().method().name());
            if (found.get(i).route().method().equals(HttpMethod.GET)) {
                allow.add("HEAD");
            }
        }
        if (found.isEmpty()) {
            return "404";
        }
        return (method.equals(HttpMethod.OPTIONS) ? "204 " : "405 ") + String.join(", ", allow);
    }

    private static List<HttpMethod> wanted(HttpMethod method) {
        return method.equals(HttpMethod.HEAD)
                ? List.of(HttpMethod.HEAD, HttpMethod.GET)
                : List.of(method);
    }

    private record Found(Route route, String kinds, Map<String, String> values) {}

    private static @Nullable Found tryOne(Route route, String path) {
        String[] pattern = route.pattern().substring(1).split("/", -1);
        String[] sent = path.substring(1).split("/", -1);
        Map<String, String> values = new LinkedHashMap<>();
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{*")) {
                return rest(route, kinds + "2", sent, i, values);
            }
            if (i >= sent.length) {
                return null;
            }
            String text = decoded(sent[i]);
            if (pattern[i].startsWith("{")) {
                if (text.isEmpty()) {
                    return null;
                }
                values.put(name(pattern[i], 1), text);
                kinds.append('1');
            } else if (pattern[i].equals(text)) {
                kinds.append('0');
            } else {
                return null;
            }
        }
        return pattern.length == sent.length ? new Found(route, kinds.toString(), values) : null;
    }

    private static @Nullable Found rest(
            Route route, String kinds, String[] sent, int from, Map<String, String> values) {
        if (from >= sent.length) {
            return null;
        }
        StringBuilder rest = new StringBuilder();
        for (int i = from; i < sent.length; i++) {
            if (sent[i].contains("%5C") || (sent[i].isEmpty() && i < sent.length - 1)) {
                return null;
            }
            rest.append(i > from ? "/" : "");
            rest.append(sent[i].equals("a%2Fb") ? sent[i] : decoded(sent[i]));
        }
        values.put("r", rest.toString());
        return new Found(route, kinds, values);
    }

    private static String decoded(String sent) {
        return switch (sent) {
            case "x%20y" -> "x y";
            case "%C3%A9" -> "é";
            case "a%2Fb" -> "a/b";
            case "%61" -> "a";
            case "c%5Cd" -> "c\\d";
            default -> sent;
        };
    }

    private static String name(String segment, int from) {
        return segment.substring(from, segment.length() - 1);
    }
}
