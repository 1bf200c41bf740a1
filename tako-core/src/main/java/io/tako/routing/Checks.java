package io.tako.routing;

import io.tako.handler.HandlerPlan;
import io.tako.handler.Input;
import io.tako.http.RouterSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;

/** Gathers what is wrong with a router before it serves its first request. */
final class Checks {

    private final RouterSettings settings;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> routes = new LinkedHashMap<>();
    private final Map<String, String> fallbacks = new LinkedHashMap<>();

    Checks(RouterSettings settings) {
        this.settings = settings;
    }

    void found(List<String> more) {
        problems.addAll(more);
    }

    void route(HttpMethod method, PathPattern pattern, HandlerPlan plan) {
        String name = method + " " + pattern.text();
        String first = routes.putIfAbsent(method + " " + pattern.shape(), name);
        if (first != null) {
            problems.add(name + " matches the same requests as " + first);
        }
        inputs(name, pattern, plan);
    }

    void fallback(PathPattern prefix, HandlerPlan plan) {
        String name =
                "fallback of " + (prefix.text().isEmpty() ? "the whole router" : prefix.text());
        String first = fallbacks.putIfAbsent(prefix.shape(), name);
        if (first != null) {
            problems.add(name + " answers for the same paths as the " + first);
        }
        inputs(name, prefix, plan);
    }

    void finish() {
        if (!problems.isEmpty()) {
            throw new InvalidRouteException(problems);
        }
    }

    private void inputs(String name, PathPattern pattern, HandlerPlan plan) {
        for (Input input : plan.inputs()) {
            switch (input.kind()) {
                case PATH -> {
                    if (!input.name().isEmpty() && !pattern.names().contains(input.name())) {
                        problems.add(
                                name
                                        + ": its handler takes the path variable \""
                                        + input.name()
                                        + "\", which is not in the pattern");
                    }
                }
                case VALIDATION -> {
                    if (settings.validator() == null) {
                        problems.add(
                                name
                                        + ": its handler asks for validation and the router has"
                                        + " no validator");
                    }
                }
                case SIGNED_COOKIE, ENCRYPTED_COOKIE -> {
                    if (settings.cookieKeys() == null) {
                        problems.add(
                                name
                                        + ": its handler reads the signed or encrypted cookie \""
                                        + input.name()
                                        + "\" and the router has no cookie keys");
                    }
                }
                default -> {}
            }
        }
    }
}
