package io.tako.autoconfigure.webflux;

import io.tako.routing.Match;
import org.springframework.context.ApplicationContext;
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
    private final ApplicationContext context;

    /**
     * @param context the routes' own. A context below it sees the mappings of this one, too, and
     *     must not serve its routes: that of management endpoints on a port of their own.
     */
    TakoHandlerMapping(RouteDispatch routes, ApplicationContext context) {
        this.routes = routes;
        this.context = context;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Object> getHandler(ServerWebExchange exchange) {
        if (elsewhere(exchange, context)) {
            return Mono.empty();
        }
        Match match = routes.match(exchange);
        return match.endpoint().isRoute() ? Mono.just(match) : Mono.empty();
    }

    /** Whether the exchange is served by another context than this one. */
    static boolean elsewhere(ServerWebExchange exchange, ApplicationContext context) {
        ApplicationContext serving = exchange.getApplicationContext();
        return serving != null && serving != context;
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
