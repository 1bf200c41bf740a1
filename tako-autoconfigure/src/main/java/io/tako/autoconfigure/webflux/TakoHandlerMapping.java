package io.tako.autoconfigure.webflux;

import io.tako.routing.Match;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tako's routes among WebFlux's handlers, before all of its own; what no route matches is left to
 * them.
 */
final class TakoHandlerMapping implements HandlerMapping, HandlerAdapter, Ordered {

    /** Before controllers (0) and functional routes (-1), behind nothing of Boot's. */
    private static final int ORDER = -100;

    private final RouteDispatch routes;

    TakoHandlerMapping(RouteDispatch routes) {
        this.routes = routes;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        Match match = routes.match(exchange);
        return match.endpoint().isRoute() ? Mono.just(match) : Mono.empty();
    }

    @Override
    public boolean supports(Object handler) {
        return handler instanceof Match;
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
        return routes.handle(exchange, (Match) handler).then(Mono.empty());
    }
}
