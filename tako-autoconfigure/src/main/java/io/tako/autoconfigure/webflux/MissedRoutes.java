package io.tako.autoconfigure.webflux;

import io.tako.routing.Match;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Lets Tako have its say where WebFlux has found no handler either: its own fallbacks, 405 with
 * {@code Allow} for the path of a route, the slash too many. A path that means nothing to either
 * stays WebFlux's to answer.
 */
final class MissedRoutes implements WebExceptionHandler, Ordered {

    private final RouteDispatch routes;
    private final ApplicationContext context;

    MissedRoutes(RouteDispatch routes, ApplicationContext context) {
        this.routes = routes;
        this.context = context;
    }

    /** Before Boot's own, which renders what is left as an error page. */
    @Override
    public int getOrder() {
        return -10;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()
                || TakoHandlerMapping.elsewhere(exchange, context)
                || !nothingFound(exchange, failure)) {
            return Mono.error(failure);
        }
        Match miss = routes.match(exchange);
        return routes.knows(miss) ? routes.handle(exchange, miss) : Mono.error(failure);
    }

    private static boolean nothingFound(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof NoResourceFoundException) {
            return true;
        }
        return failure instanceof ResponseStatusException status
                && status.getStatusCode().value() == HttpStatus.NOT_FOUND.value()
                && exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) == null;
    }
}
