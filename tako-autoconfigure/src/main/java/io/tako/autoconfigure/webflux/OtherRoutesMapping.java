package io.tako.autoconfigure.webflux;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The routes of listeners that serve a router of their own, before everything else that WebFlux
 * handles: no controller and no actuator endpoint is reached by such a listener. A miss is the
 * router's to answer, too.
 */
final class OtherRoutesMapping implements HandlerMapping, Ordered {

    private final RouteDispatch routes;
    private final ApplicationContext context;

    /**
     * @param context the routes' own; requests that a context below it serves are not theirs
     */
    OtherRoutesMapping(RouteDispatch routes, ApplicationContext context) {
        this.routes = routes;
        this.context = context;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        return !TakoHandlerMapping.elsewhere(exchange, context) && routes.otherRoutes(exchange)
                ? Mono.just(routes.match(exchange))
                : Mono.empty();
    }
}
