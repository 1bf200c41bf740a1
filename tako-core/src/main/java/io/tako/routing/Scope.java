package io.tako.routing;

import io.tako.handler.ErrorMapper;
import io.tako.handler.Handler;
import io.tako.handler.Middleware;
import io.tako.websocket.WebSocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What one builder was told: a router within the router. */
final class Scope {

    private final @Nullable Scope parent;
    private final String prefix;
    private final List<Declared> routes = new ArrayList<>();
    private final List<Scope> children = new ArrayList<>();
    private final List<Middleware> middleware = new ArrayList<>();
    private final List<Handler> fallbacks = new ArrayList<>();
    private final Map<Class<?>, ErrorMapper<?>> mappers = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean redirect;
    private boolean nonBlocking;
    private @Nullable WebSocketOptions webSocketDefaults;

    Scope(@Nullable Scope parent, String prefix) {
        this.parent = parent;
        this.prefix = prefix;
    }

    record Declared(HttpMethod method, String pattern, Handler handler) {}

    @Nullable Scope parent() {
        return parent;
    }

    String prefix() {
        return prefix;
    }

    List<Declared> routes() {
        return routes;
    }

    List<Scope> children() {
        return children;
    }

    List<Middleware> middleware() {
        return middleware;
    }

    List<Handler> fallbacks() {
        return fallbacks;
    }

    Map<Class<?>, ErrorMapper<?>> mappers() {
        return mappers;
    }

    List<String> problems() {
        return problems;
    }

    void redirectTrailingSlash() {
        redirect = true;
    }

    boolean redirectsTrailingSlash() {
        return redirect || (parent != null && parent.redirectsTrailingSlash());
    }

    void nonBlocking() {
        nonBlocking = true;
    }

    boolean isNonBlocking() {
        return nonBlocking || (parent != null && parent.isNonBlocking());
    }

    void webSocketDefaults(WebSocketOptions options) {
        webSocketDefaults = options;
    }

    /** The options of WebSocket routes that have none of their own: those of the innermost. */
    WebSocketOptions webSocketDefaults() {
        if (webSocketDefaults != null) {
            return webSocketDefaults;
        }
        return parent == null ? WebSocketOptions.defaults() : parent.webSocketDefaults();
    }

    /** Whether anything runs around the handlers of this scope. */
    boolean hasMiddleware() {
        return !middleware.isEmpty() || (parent != null && parent.hasMiddleware());
    }

    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** The prefix for people. */
    String describe() {
        return prefix.isEmpty() ? "the router" : "the router at " + prefix;
    }
}
