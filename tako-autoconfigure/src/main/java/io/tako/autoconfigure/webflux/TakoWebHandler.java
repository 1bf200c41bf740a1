package io.tako.autoconfigure.webflux;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** Tako's routes as all there is behind the filters, in an application without WebFlux's own. */
public final class TakoWebHandler implements WebHandler {

    private final RouteDispatch routes;

    TakoWebHandler(RouteDispatch routes) {
        this.routes = routes;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return routes.handle(exchange, routes.match(exchange));
    }
}
