package io.tako.routing;

import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.http.RouterSettings;
import io.tako.websocket.WebSocketRoute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what the builders were told into a router. Used once. */
final class Assembly {

    private final RouterSettings settings;
    private final Scope outermost;
    private final Checks checks;
    private final Node tree = new Node();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final Fallbacks.Collector fallbacks = new Fallbacks.Collector();
    private int endpoints;
    private int variables;
    private boolean redirects;

    Assembly(RouterSettings settings, Scope outermost) {
        this.settings = settings;
        this.outermost = outermost;
        this.checks = new Checks(settings);
    }

    Router build() {
        check(outermost);
        checks.finish();
        Misses misses = misses(outermost, null);
        add(outermost, misses);
        Match notFound = miss(outermost, "not found", MissHandlers.NOT_FOUND);
        Match badPath = miss(outermost, "bad path", MissHandlers.BAD_PATH);
        return new Router(
                settings,
                tree,
                fallbacks.before(notFound),
                badPath,
                misses.options().note(Leaf.allow(leaves)),
                routes,
                endpoints,
                variables,
                redirects);
    }

    private void check(Scope scope) {
        checks.found(scope.problems());
        for (Scope.Declared route : scope.routes()) {
            checks.route(
                    route.method(), PathPattern.parse(route.pattern()), route.handler().plan());
        }
        for (Handler fallback : scope.fallbacks()) {
            checks.fallback(prefix(scope), fallback.plan());
        }
        scope.children().forEach(this::check);
    }

    private void add(Scope scope, Misses misses) {
        for (Scope.Declared route : scope.routes()) {
            add(scope, route, misses);
        }
        for (Handler fallback : scope.fallbacks()) {
            PathPattern prefix = prefix(scope);
            HandlerPlan plan = plan(scope, fallback);
            Endpoint endpoint =
                    new Endpoint(
                            endpoints++,
                            prefix.text().isEmpty() ? "fallback" : "fallback " + prefix.text(),
                            "",
                            prefix,
                            plan,
                            Chain.of(scope, fallback),
                            null);
            fallbacks.add(prefix, Match.of(settings, endpoint));
        }
        for (Scope child : scope.children()) {
            add(child, misses(child, misses));
        }
    }

    private void add(Scope scope, Scope.Declared route, Misses misses) {
        PathPattern pattern = PathPattern.parse(route.pattern());
        Handler handler =
                route.handler() instanceof WebSocketRoute socket
                        ? socket.orDefault(scope.webSocketDefaults())
                        : route.handler();
        HandlerPlan plan = plan(scope, handler);
        Endpoint endpoint =
                new Endpoint(
                        endpoints++,
                        route.method() + " " + pattern.text(),
                        pattern.text(),
                        pattern,
                        plan,
                        Chain.of(scope, handler),
                        misses.redirect());
        Leaf leaf = tree.insert(pattern);
        leaf.add(route.method(), Match.of(settings, endpoint), misses);
        leaves.add(leaf);
        routes.add(new Route(route.method(), pattern.text(), plan));
        variables = Math.max(variables, pattern.names().size());
    }

    private Misses misses(Scope scope, @Nullable Misses outer) {
        boolean redirect = scope.redirectsTrailingSlash();
        if (outer != null
                && scope.middleware().isEmpty()
                && scope.mappers().isEmpty()
                && scope.isNonBlocking() == outer.scope().isNonBlocking()
                && redirect == (outer.redirect() != null)) {
            return outer;
        }
        redirects |= redirect;
        return new Misses(
                scope,
                outer,
                miss(scope, "method not allowed", MissHandlers.METHOD_NOT_ALLOWED),
                miss(scope, "automatic OPTIONS", MissHandlers.OPTIONS),
                redirect ? miss(scope, "trailing slash redirect", MissHandlers.REDIRECT) : null);
    }

    private Match miss(Scope scope, String name, Handler handler) {
        boolean waits = scope.hasMiddleware() && !scope.isNonBlocking();
        HandlerPlan plan =
                new HandlerPlan(
                        List.of(),
                        BodyMode.NONE,
                        waits ? Execution.VIRTUAL_THREAD : Execution.NON_BLOCKING,
                        List.of());
        String description = scope.prefix().isEmpty() ? name : name + " " + scope.prefix();
        return Match.of(
                settings,
                new Endpoint(
                        endpoints++,
                        description,
                        "",
                        PathPattern.ROOT,
                        plan,
                        Chain.of(scope, handler),
                        null));
    }

    private static HandlerPlan plan(Scope scope, Handler handler) {
        HandlerPlan plan = handler.plan();
        return scope.isNonBlocking() && plan.execution() == Execution.VIRTUAL_THREAD
                ? plan.execution(Execution.NON_BLOCKING)
                : plan;
    }

    private static PathPattern prefix(Scope scope) {
        return scope.prefix().isEmpty() ? PathPattern.ROOT : PathPattern.parse(scope.prefix());
    }
}
