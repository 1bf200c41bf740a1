package io.tako.test.slice;

import io.tako.autoconfigure.webflux.RouteDispatch;
import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Spring's test client bound to routes, without a server, a port or an application context.
 * Handlers run on virtual threads as they do in one.
 */
public final class RouteTestClient {

    private RouteTestClient() {}

    /** A client of these routes, with the defaults of {@link RouterSettings}. */
    public static WebTestClient bindTo(Routes... routes) {
        RouterBuilder builder = Router.builder();
        for (Routes one : routes) {
            builder.scope(one);
        }
        return bindTo(builder.build());
    }

    /** A client of this router. */
    public static WebTestClient bindTo(Router router) {
        return WebTestClient.bindToWebHandler(RouteDispatch.of(router).webHandler()).build();
    }
}
