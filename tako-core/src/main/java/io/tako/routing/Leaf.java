package io.tako.routing;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** All routes of one shape, by method. Changes only while the router is built. */
final class Leaf {

    private HttpMethod[] methods = {};
    private Match[] matches = {};
    private @Nullable Misses misses;

    void add(HttpMethod method, Match match, Misses around) {
        int n = methods.length;
        methods = Arrays.copyOf(methods, n + 1);
        matches = Arrays.copyOf(matches, n + 1);
        methods[n] = method;
        matches[n] = match;
        misses = misses == null ? around : misses.common(around);
    }

    /** What answers the method, or null; HEAD is answered by GET unless it has its own route. */
    @Nullable Match find(HttpMethod method) {
        Match match = exactly(method);
        return match == null && method.equals(HttpMethod.HEAD) ? exactly(HttpMethod.GET) : match;
    }

    /** What answers other methods; never null once a route was added. */
    Misses misses() {
        if (misses == null) {
            throw new IllegalStateException("a leaf without a route");
        }
        return misses;
    }

    /** The value of {@code Allow} for a path these leaves match. */
    static String allow(Collection<Leaf> leaves) {
        TreeSet<String> names = new TreeSet<>();
        names.add(HttpMethod.OPTIONS.name());
        for (Leaf leaf : leaves) {
            for (HttpMethod method : leaf.methods) {
                names.add(method.name());
                if (method.equals(HttpMethod.GET)) {
                    names.add(HttpMethod.HEAD.name());
                }
            }
        }
        return String.join(", ", names);
    }

    private @Nullable Match exactly(HttpMethod method) {
        for (int i = 0; i < methods.length; i++) {
            if (methods[i].equals(method)) {
                return matches[i];
            }
        }
        return null;
    }
}
