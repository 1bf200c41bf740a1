package io.tako.transport;

import io.tako.http.ExchangeHandler;
import io.tako.routing.Match;
import io.tako.routing.Router;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * What answers at a listener: a router, and perhaps another handler that is asked where no route
 * matches, or before any route is. A handler that is asked first finds the routes itself, and so
 * nothing reaches them around it.
 *
 * @param router the routes
 * @param handler the other handler, or null
 * @param handlerFirst whether every request goes to the handler
 */
public record HttpService(Router router, @Nullable ExchangeHandler handler, boolean handlerFirst) {

    public HttpService {
        Objects.requireNonNull(router, "router");
        if (handlerFirst) {
            Objects.requireNonNull(handler, "handler");
        }
    }

    /** The routes alone. */
    public static HttpService of(Router router) {
        return new HttpService(router, null, false);
    }

    /** The routes, and the handler where none matches. */
    public static HttpService of(Router router, ExchangeHandler otherwise) {
        return new HttpService(router, otherwise, false);
    }

    /** The handler for every request; the routes are for it to ask. */
    public static HttpService behind(ExchangeHandler handler, Router router) {
        return new HttpService(router, handler, true);
    }

    /** What the router has for a request, or null if it goes to the handler. */
    public @Nullable Match match(HttpMethod method, String path) {
        if (handlerFirst) {
            return null;
        }
        Match match = router.match(method, path);
        return handler == null || match.endpoint().isRoute() ? match : null;
    }

    /** The handler, where there is one. */
    public ExchangeHandler requireHandler() {
        return Objects.requireNonNull(handler, "handler");
    }
}
