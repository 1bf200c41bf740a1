package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Response;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The body of a response that stands for a failure until the chain answers it. Middleware sees a
 * refusal without a body, and may still put another answer in its place.
 *
 * @param status what middleware sees
 * @param failure what the chain is told
 */
record LeftToChain(HttpStatusCode status, Throwable failure) implements Body.Upgrade {

    /** The failure as middleware sees it. */
    Response response() {
        return Response.of(status).body(this);
    }

    /** Tells the chain; what middleware has set on the response stays on the chain's. */
    <T> Mono<T> raise(Response response, ServerWebExchange exchange) {
        ResponseFields.set(response, exchange.getResponse().getHeaders());
        return Mono.error(failure);
    }

    /** None: with a status that switches no protocols this counts as no body. */
    @Override
    public String protocol() {
        return "";
    }
}
