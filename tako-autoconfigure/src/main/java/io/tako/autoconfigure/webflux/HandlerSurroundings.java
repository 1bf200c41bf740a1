package io.tako.autoconfigure.webflux;

import java.util.function.UnaryOperator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a handler finds set on its thread though the chain that came to it is reactive: thread
 * locals, say. Prepared in the chain, put around the handler on whatever thread it runs.
 */
@FunctionalInterface
interface HandlerSurroundings {

    /** What to put around the handler of this exchange. */
    Mono<UnaryOperator<Runnable>> around(ServerWebExchange exchange);
}
