package io.tako.autoconfigure.webflux;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a handler finds set on its thread though the chain that came to it is reactive: thread
 * locals, say. Prepared in the chain, put around the handler on whatever thread it runs, and around
 * what it leaves behind to write a body or to talk over a socket.
 */
@FunctionalInterface
interface HandlerSurroundings {

    /** What to put around the handler of this exchange. */
    Mono<UnaryOperator<Runnable>> around(ServerWebExchange exchange);

    /**
     * The status that middleware sees for a failure which is the chain's to answer; null for those
     * that are the router's.
     */
    default @Nullable HttpStatusCode leftToChain(Throwable failure) {
        return null;
    }
}
