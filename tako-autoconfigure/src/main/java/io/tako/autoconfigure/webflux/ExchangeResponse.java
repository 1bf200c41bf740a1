package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.transport.exchange.BufferBytes;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An exchange's answer as Spring writes it. Small bodies leave whole with their head, others as
 * fast as the peer takes them, files without passing through the heap where the transport can.
 */
final class ExchangeResponse extends AbstractServerHttpResponse
        implements ZeroCopyHttpOutputMessage {

    private final Exchange exchange;

    ExchangeResponse(Exchange exchange) {
        super(DefaultDataBufferFactory.sharedInstance);
        this.exchange = exchange;
    }

    @SuppressWarnings("unchecked")
    @Override
    public <T> T getNativeResponse() {
        return (T) exchange;
    }

    @Override
    public HttpStatusCode getStatusCode() {
        HttpStatusCode status = super.getStatusCode();
        return status == null ? HttpStatus.OK : status;
    }

    // What was committed is read when the answer is sent.

    @Override
    protected void applyStatusCode() {}

    @Override
    protected void applyHeaders() {}

    @Override
    protected void applyCookies() {}

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
        if (body instanceof Mono) {
            return Mono.from(body).doOnSuccess(buffer -> sendWhole(buffer)).then();
        }
        return publish(Mono.just(body));
    }

    private void sendWhole(@Nullable DataBuffer buffer) {
        byte[] bytes = buffer == null ? new byte[0] : BufferBytes.take(buffer);
        long declared = getHeaders().getContentLength();
        if (declared >= 0 && declared != bytes.length) {
            throw new IllegalStateException(
                    "the body has " + bytes.length + " bytes and declares " + declared);
        }
        exchange.respond(head().body(Body.of(bytes)));
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(
            Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return publish(body);
    }

    /** Completes when the body has come to its end and all of it was sent. */
    private Mono<Void> publish(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return Mono.deferContextual(
                context -> {
                    Flux<Publisher<? extends DataBuffer>> parts =
                            Flux.from(body)
                                    .<Publisher<? extends DataBuffer>>map(
                                            part -> Flux.from(part).contextWrite(context))
                                    .contextWrite(context);
                    return send(new Body.Published(parts, getHeaders().getContentLength()));
                });
    }

    @Override
    public Mono<Void> writeWith(Path file, long position, long count) {
        return doCommit(() -> send(new Body.File(file, position, count)));
    }

    /** A peer that leaves cancels the handler, so nothing waits for what will not be sent. */
    private Mono<Void> send(Body body) {
        return Mono.create(
                sink -> {
                    exchange.onEnd(
                            whole -> {
                                if (whole) {
                                    sink.success();
                                }
                            });
                    exchange.respond(head().body(body));
                });
    }

    /** Sends a response that was made elsewhere, after what waits for the commit was done. */
    Mono<Void> send(Response response) {
        setStatusCode(response.status());
        ResponseFields.set(response, getHeaders());
        return doCommit(
                () ->
                        Mono.fromRunnable(
                                () -> {
                                    Response merged = head().body(response.body());
                                    exchange.respond(
                                            response.trailers() == null
                                                    ? merged
                                                    : merged.trailers(response.trailers()));
                                }));
    }

    /** Sends the head alone if nothing was sent; the handler is through. */
    void sendUnlessSent() {
        if (exchange.open()) {
            long declared = getHeaders().getContentLength();
            boolean headOnly = exchange.method() == HttpMethod.HEAD && declared != 0;
            exchange.respond(
                    headOnly ? head().body(new Body.Published(Flux.empty(), declared)) : head());
        }
    }

    /** The committed head. */
    Response head() {
        HttpHeaders fields = getHeaders();
        Response response = Response.of(Objects.requireNonNull(getStatusCode()), fields);
        for (var cookies : getCookies().values()) {
            for (ResponseCookie cookie : cookies) {
                response = response.cookie(cookie);
            }
        }
        return response;
    }
}
