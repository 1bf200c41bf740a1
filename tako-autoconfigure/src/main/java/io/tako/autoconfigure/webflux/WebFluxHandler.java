package io.tako.autoconfigure.webflux;

import io.tako.http.Exchange;
import io.tako.http.ExchangeHandler;
import io.tako.http.PeerGone;
import io.tako.http.Response;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHeadResponseDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.BaseSubscriber;

/**
 * Answers exchanges by Spring's {@link HttpHandler}, on the connection's event loop as any reactive
 * server does. A peer that leaves cancels the handler.
 */
public final class WebFluxHandler implements ExchangeHandler {

    private static final Logger log = LoggerFactory.getLogger(WebFluxHandler.class);

    private static final Response NO_URI =
            Response.bytes(
                            """
                            {"status":400,"title":"Bad Request",\
                            "detail":"the target of the request is not a URI"}\
                            """
                                    .getBytes(StandardCharsets.UTF_8),
                            MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                    .status(HttpStatus.BAD_REQUEST);

    private final HttpHandler handler;

    /** Answers by this handler. */
    public WebFluxHandler(HttpHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(Exchange exchange) {
        ExchangeRequest request;
        try {
            request = new ExchangeRequest(exchange);
        } catch (URISyntaxException e) {
            log.debug("{}: the target is no URI: {}", exchange.id(), e.getMessage());
            exchange.respond(NO_URI);
            return;
        }
        ExchangeResponse response = new ExchangeResponse(exchange);
        ServerHttpResponse seen =
                request.getMethod() == HttpMethod.HEAD
                        ? new HttpHeadResponseDecorator(response)
                        : response;
        Handling handling = new Handling(exchange, response);
        exchange.onEnd(handling::ended);
        handler.handle(request, seen).subscribe(handling);
    }

    @Override
    public String describe() {
        return "WebFlux";
    }

    /** Waits for the handler to have done. */
    private static final class Handling extends BaseSubscriber<Void> {

        private final Exchange exchange;
        private final ExchangeResponse response;

        Handling(Exchange exchange, ExchangeResponse response) {
            this.exchange = exchange;
            this.response = response;
        }

        void ended(boolean whole) {
            if (!whole) {
                dispose();
            }
        }

        @Override
        protected void hookOnComplete() {
            response.sendUnlessSent();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            boolean answered = exchange.respond(Response.of(HttpStatus.INTERNAL_SERVER_ERROR));
            if (answered && !PeerGone.isCauseOf(failure)) {
                log.error("{}: handling failed without an answer", exchange.id(), failure);
            } else {
                log.debug("{}: handling failed after it was answered", exchange.id(), failure);
            }
        }
    }
}
