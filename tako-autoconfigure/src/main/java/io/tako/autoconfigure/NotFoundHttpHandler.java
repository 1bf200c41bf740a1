package io.tako.autoconfigure;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/** Answers 404 with a problem (RFC 9457): what a WebFlux without any handler amounts to. */
final class NotFoundHttpHandler implements HttpHandler {

    private static final byte[] PROBLEM =
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}"
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.NOT_FOUND);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(PROBLEM.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(PROBLEM)));
    }
}
