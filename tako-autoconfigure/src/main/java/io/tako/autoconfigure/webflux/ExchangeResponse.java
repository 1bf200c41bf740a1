package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.transport.http.body.BufferBytes;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

/**
 * An exchange's answer as Spring writes it. Small bodies leave whole with their head, others as
 * fast as the peer takes them, files without passing through the heap where the transport can.
 */
final class ExchangeResponse extends AbstractServerHttpResponse
        implements ZeroCopyHttpOutputMessage {

    private final Exchange exchange;
    private @Nullable Supplier<HttpHeaders> trailers;

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

    /** What follows the body that is written next, or nothing. */
    void trailers(@Nullable Supplier<HttpHeaders> fields) {
        this.trailers = fields;
    }

    // What was committed is read when the answer is sent.

    @Override
    protected void applyStatusCode() {}

    @Override
    protected void applyHeaders() {}

    @Override
    protected void applyCookies() {}

    /** What no field can hold is an error while the error page can still answer. */
    @Override
    protected Mono<Void> doCommit(@Nullable Supplier<? extends Mono<Void>> write) {
        beforeCommit(() -> Mono.fromRunnable(() -> ResponseFields.check(getHeaders())));
        return super.doCommit(write);
    }

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
        respond(Body.of(bytes));
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(
            Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return publish(body);
    }

    private Mono<Void> publish(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return Mono.defer(() -> publish(new Body.Published(body, getHeaders().getContentLength())));
    }

    /** Completes when the body has come to its end and all of it was sent, and fails with it. */
    private Mono<Void> publish(Body.Published body) {
        return Mono.deferContextual(
                context -> sent(sink -> inChain(untilDrain(body), context, sink)));
    }

    /** A stream of events has no end that a drain could wait for, so it ends when that begins. */
    private Body.Published untilDrain(Body.Published body) {
        String type = getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            return body;
        }
        Mono<Void> drain =
                Mono.create(sink -> sink.onDispose(exchange.onDrain(sink::success)::cancel));
        return new Body.Published(Flux.from(body.content()).takeUntilOther(drain), body.length());
    }

    /** The body in the chain's context; the chain is told when a publisher of it fails. */
    private static Body inChain(Body.Published body, ContextView context, MonoSink<Void> chain) {
        Flux<Publisher<? extends DataBuffer>> parts =
                Flux.from(body.content())
                        .<Publisher<? extends DataBuffer>>map(
                                part ->
                                        Flux.from(part)
                                                .doOnError(chain::error)
                                                .contextWrite(context))
                        .doOnError(chain::error)
                        .contextWrite(context);
        return new Body.Published(parts, body.length());
    }

    @Override
    public Mono<Void> writeWith(Path file, long position, long count) {
        return doCommit(() -> sent(chain -> new Body.File(file, position, count)));
    }

    /** A peer that leaves cancels the handler, so nothing waits for what will not be sent. */
    private Mono<Void> sent(Function<MonoSink<Void>, Body> body) {
        return Mono.create(
                sink -> {
                    exchange.onEnd(
                            whole -> {
                                if (whole) {
                                    sink.success();
                                }
                            });
                    respond(body.apply(sink));
                });
    }

    private void respond(Body body) {
        Response response = head().body(body);
        Supplier<HttpHeaders> following = trailers;
        exchange.respond(following == null ? response : response.trailers(following));
    }

    /**
     * Sends a response that was made elsewhere, after what waits for the commit was done. Completes
     * when it was sent; one whose body is in memory counts as sent when it was handed over.
     */
    Mono<Void> send(Response response) {
        setStatusCode(response.status());
        ResponseFields.set(response, getHeaders());
        trailers(response.trailers());
        return doCommit(
                () ->
                        switch (response.body()) {
                            case Body.Published body -> publish(body);
                            case Body.Streaming body -> sent(chain -> body);
                            case Body.File body -> sent(chain -> body);
                            case Body body -> Mono.fromRunnable(() -> respond(body));
                        });
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
        HttpStatusCode status = Objects.requireNonNull(getStatusCode());
        return ResponseFields.withCookies(
                Response.of(status, ResponseFields.sendable(getHeaders())), getCookies());
    }
}
