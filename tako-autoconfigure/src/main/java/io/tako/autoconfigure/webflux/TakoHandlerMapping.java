package io.tako.autoconfigure.webflux;

import io.tako.routing.Match;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tako's routes among WebFlux's handlers, before all of its own; what no route matches is left to
 * them. Where they have no handler either, Tako has its say after all: its own fallbacks, 405 with
 * {@code Allow} for the path of a route, the slash too many. A path that means nothing to either
 * stays WebFlux's to answer.
 *
 * <p>All of that is inside the chain of filters: what they have made of the request is what is
 * matched, and matched again.
 */
final class TakoHandlerMapping
        implements HandlerMapping, HandlerAdapter, DispatchExceptionHandler, Ordered {

    /** Before all of Boot's, as without filters: actuator's have -100, functional routes -1. */
    private static final int ORDER = -101;

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
        if (elsewhere(exchange, context) || routes.otherRoutes(exchange)) {
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

    @Override
    public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()
                || elsewhere(exchange, context)
                || !nothingFound(exchange, failure)) {
            return Mono.error(failure);
        }
        Match miss = routes.match(exchange);
        return routes.knows(exchange, miss)
                ? routes.handle(exchange, miss).then(Mono.empty())
                : Mono.error(failure);
    }

    private static boolean nothingFound(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof NoResourceFoundException) {
            return true;
        }
        return failure instanceof ResponseStatusException status
                && status.getStatusCode().value() == HttpStatus.NOT_FOUND.value()
                && exchange.getAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE) == null;
    }
}
