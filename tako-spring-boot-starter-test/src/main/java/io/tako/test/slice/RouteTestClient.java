package io.tako.test.slice;

import io.tako.autoconfigure.webflux.RouteDispatch;
import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import java.time.Duration;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Spring's test client bound to routes, without a server, a port or an application context.
 * Handlers run on virtual threads as they do in one. The clients wait a minute for an answer;
 * {@link WebTestClient#mutate()} makes one that waits for another time.
 */
public final class RouteTestClient {

    /** Spring's five seconds are short for a machine that is busy with other tests. */
    static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(1);

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
        return WebTestClient.bindToWebHandler(RouteDispatch.of(router).webHandler())
                .configureClient()
                .responseTimeout(RESPONSE_TIMEOUT)
                .build();
    }
}
