package io.tako.routing;

import io.tako.handler.ErrorMapper;
import io.tako.handler.Handler;
import io.tako.handler.Middleware;
import io.tako.http.RouterSettings;
import io.tako.websocket.WebSocketHandler;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketRoute;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpMethod;

/**
 * Puts a router together. Belongs to one thread; what is wrong is told by {@link #build()}, all at
 * once.
 *
 * <p>A pattern starts with a slash; {@code {name}} stands for one segment that is not empty, {@code
 * {*rest}} at its end for all that is left. Text in a pattern is written decoded. Text wins over a
 * variable and a variable over {@code {*rest}}, segment by segment. The order of declaration never
 * matters for what matches, and middleware, error mappers and options hold for every route of their
 * router and of those nested in it, wherever they are declared.
 */
public final class RouterBuilder {

    private static final HttpMethod CONNECT = HttpMethod.valueOf("CONNECT");

    private final RouterSettings settings;
    private final Scope scope;

    RouterBuilder(RouterSettings settings, Scope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    /** Answers GET, and HEAD unless that has a route of its own. */
    public RouterBuilder get(String pattern, Handler handler) {
        return route(HttpMethod.GET, pattern, handler);
    }

    /** Answers POST. */
    public RouterBuilder post(String pattern, Handler handler) {
        return route(HttpMethod.POST, pattern, handler);
    }

    /** Answers PUT. */
    public RouterBuilder put(String pattern, Handler handler) {
        return route(HttpMethod.PUT, pattern, handler);
    }

    /** Answers PATCH. */
    public RouterBuilder patch(String pattern, Handler handler) {
        return route(HttpMethod.PATCH, pattern, handler);
    }

    /** Answers DELETE. */
    public RouterBuilder delete(String pattern, Handler handler) {
        return route(HttpMethod.DELETE, pattern, handler);
    }

    /** Answers HEAD instead of what a GET route would. */
    public RouterBuilder head(String pattern, Handler handler) {
        return route(HttpMethod.HEAD, pattern, handler);
    }

    /** Answers OPTIONS instead of the automatic 204 with {@code Allow}. */
    public RouterBuilder options(String pattern, Handler handler) {
        return route(HttpMethod.OPTIONS, pattern, handler);
    }

    /**
     * Answers GET with a stream of events: a publisher that the handler returns becomes one, as
     * {@link io.tako.respond.Sse} does. Anything else it returns is what it would be elsewhere, so
     * that a handler can refuse.
     */
    public RouterBuilder sse(String pattern, Handler handler) {
        Objects.requireNonNull(handler, "handler");
        return get(pattern, new EventsHandler(handler));
    }

    /**
     * Opens a WebSocket: answers a handshake by GET over HTTP/1.1 or by CONNECT over HTTP/2 (RFC
     * 8441), behind the same middleware as any route, and then runs the handler. A GET that is no
     * handshake is answered 426.
     */
    public RouterBuilder ws(String pattern, WebSocketHandler handler) {
        return ws(pattern, WebSocketRoute.of(handler));
    }

    /** The same with options of its own. */
    public RouterBuilder ws(String pattern, WebSocketHandler handler, WebSocketOptions options) {
        return ws(pattern, WebSocketRoute.of(handler, options));
    }

    private RouterBuilder ws(String pattern, WebSocketRoute route) {
        return route(HttpMethod.GET, pattern, route).route(CONNECT, pattern, route);
    }

    /**
     * Answers the method on paths of the pattern. Within a nest the pattern {@code /} is the prefix
     * itself, without a slash at its end.
     */
    public RouterBuilder route(HttpMethod method, String pattern, Handler handler) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(handler, "handler");
        String whole = PathPattern.below(scope.prefix(), pattern);
        String name = method + " " + whole;
        if (check(name, pattern, whole)) {
            scope.routes().add(new Scope.Declared(method, whole, handler));
        }
        return this;
    }

    /**
     * Puts routes below a prefix, with middleware, error mappers and a fallback of their own. The
     * prefix may have variables and no catch-all, and ends without a slash. {@code get("/")} in
     * {@code nest("/admin")} answers {@code /admin} alone; {@code /admin/} too only where {@link
     * #redirectTrailingSlash()} holds.
     */
    public RouterBuilder nest(String prefix, Routes child) {
        Objects.requireNonNull(prefix, "prefix");
        String whole = scope.prefix() + prefix;
        if (prefix.endsWith("/") || prefix.contains("{*")) {
            scope.problems()
                    .add(
                            "prefix "
                                    + whole
                                    + ": it ends with a slash or has a catch-all (expected: text"
                                    + " and variables, such as /admin; scope(...) for no prefix)");
            return this;
        }
        return check("prefix " + whole, prefix, whole) ? within(whole, child) : this;
    }

    /** Puts routes beside the others, with middleware and error mappers of their own. */
    public RouterBuilder scope(Routes child) {
        return within(scope.prefix(), child);
    }

    /**
     * Runs middleware around every route of this router and of those nested in it, the first one
     * outermost. Of the outermost router it runs around misses too.
     */
    public RouterBuilder use(Middleware... middleware) {
        scope.middleware().addAll(List.of(middleware));
        return this;
    }

    /**
     * Answers for exceptions of this class. The mapper for the nearest class is asked, and of those
     * for the same class the one of the innermost router.
     */
    public <E extends Throwable> RouterBuilder onError(
            Class<E> type, ErrorMapper<? super E> mapper) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(mapper, "mapper");
        if (scope.mappers().putIfAbsent(type, mapper) != null) {
            scope.problems()
                    .add("two error mappers for " + type.getName() + " in " + scope.describe());
        }
        return this;
    }

    /**
     * Answers what no route matches below this router's prefix, behind its middleware. The fallback
     * of the longest prefix wins; there is one for each.
     */
    public RouterBuilder fallback(Handler handler) {
        scope.fallbacks().add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /**
     * Sends a request that would match with one slash more or less at its end there with 308, its
     * query kept. Off unless called.
     */
    public RouterBuilder redirectTrailingSlash() {
        scope.redirectTrailingSlash();
        return this;
    }

    /**
     * Runs the handlers of this router, and all middleware around them, inline on the event loop;
     * none of it may wait. A handler marked {@code offload} stays where it is.
     */
    public RouterBuilder nonBlocking() {
        scope.nonBlocking();
        return this;
    }

    /**
     * Sets the options of those WebSocket routes of this router, and of those nested in it, that
     * have none of their own.
     */
    public RouterBuilder webSocketDefaults(WebSocketOptions options) {
        scope.webSocketDefaults(Objects.requireNonNull(options, "options"));
        return this;
    }

    /**
     * Makes the router.
     *
     * @throws InvalidRouteException listing everything that is wrong
     * @throws IllegalStateException if this builder was handed to a nest or scope
     */
    public Router build() {
        if (scope.parent() != null) {
            throw new IllegalStateException("only the outermost builder makes a router");
        }
        return new Assembly(settings, scope).build();
    }

    private RouterBuilder within(String prefix, Routes child) {
        Scope inner = new Scope(scope, prefix);
        scope.children().add(inner);
        child.define(new RouterBuilder(settings, inner));
        return this;
    }

    private boolean check(String name, String pattern, String whole) {
        try {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException("it does not start with a slash");
            }
            PathPattern.parse(whole);
            return true;
        } catch (IllegalArgumentException e) {
            scope.problems().add(name + ": " + e.getMessage());
            return false;
        }
    }
}
