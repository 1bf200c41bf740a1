package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Exchange;
import io.tako.http.Response;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHeadResponseDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends a route's response through the chain it was reached by. */
final class ChainAnswer {

    private static final int BLOCK = 16 * 1024;

    private ChainAnswer() {}

    /**
     * Sends the response: straight to the exchange where no filter has put anything around Spring's
     * response, else as buffers that pass through what is around it.
     */
    static Mono<Void> write(Response response, ServerWebExchange exchange) {
        ServerHttpResponse seen = exchange.getResponse();
        ServerHttpResponse inner =
                seen.getClass() == HttpHeadResponseDecorator.class
                        ? ((HttpHeadResponseDecorator) seen).getDelegate()
                        : seen;
        if (inner instanceof ExchangeResponse direct) {
            return direct.send(response);
        }
        seen.setStatusCode(response.status());
        ResponseFields.set(response, seen.getHeaders());
        long length = response.body().length();
        if (length > 0) {
            seen.getHeaders().setContentLength(length);
        }
        boolean head = exchange.getRequest().getMethod() == HttpMethod.HEAD;
        return head && response.body() instanceof Body.File
                ? seen.setComplete()
                : withTrailers(response, seen);
    }

    /** They are no part of Spring's response, so they pass by what is around it. */
    private static Mono<Void> withTrailers(Response response, ServerHttpResponse seen) {
        ServerHttpResponse innermost = seen;
        while (innermost instanceof ServerHttpResponseDecorator decorator) {
            innermost = decorator.getDelegate();
        }
        if (response.trailers() == null || !(innermost instanceof ExchangeResponse direct)) {
            return body(response, seen);
        }
        direct.trailers(response.trailers());
        // What answers in place of a body that failed has no trailers.
        return body(response, seen).doOnError(failure -> direct.trailers(null));
    }

    private static Mono<Void> body(Response response, ServerHttpResponse seen) {
        DataBufferFactory buffers = seen.bufferFactory();
        return switch (response.body()) {
            case Body.Empty empty -> seen.setComplete();
            case Body.Bytes bytes ->
                    seen.writeWith(Mono.fromSupplier(() -> buffers.wrap(bytes.array())));
            case Body.File file -> seen.writeWith(read(file, buffers));
            case Body.Published published -> seen.writeAndFlushWith(published.content());
            case Body.Streaming streaming ->
                    seen.writeAndFlushWith(WrittenBody.of(streaming, buffers).map(Mono::just));
            case Body.Upgrade upgrade -> seen.setComplete().then(upgrade(response, seen));
        };
    }

    private static Flux<DataBuffer> read(Body.File file, DataBufferFactory buffers) {
        Flux<DataBuffer> all =
                DataBufferUtils.readAsynchronousFileChannel(
                        () -> AsynchronousFileChannel.open(file.path(), StandardOpenOption.READ),
                        file.position(),
                        buffers,
                        BLOCK);
        return DataBufferUtils.takeUntilByteCount(all, file.length());
    }

    private static Mono<Void> upgrade(Response response, ServerHttpResponse seen) {
        return Mono.fromRunnable(
                () -> {
                    Exchange exchange = ServerHttpResponseDecorator.getNativeResponse(seen);
                    Response opening = Response.of(response.status(), seen.getHeaders());
                    exchange.respond(
                            ResponseFields.withCookies(opening, seen.getCookies())
                                    .body(response.body()));
                });
    }
}
