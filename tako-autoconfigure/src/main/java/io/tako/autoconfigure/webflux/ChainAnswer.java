package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.Exchange;
import io.tako.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
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
        return body(response, seen);
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
                    seen.writeAndFlushWith(written(streaming, buffers).map(Mono::just));
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

    /** What the writer writes, on a virtual thread that parks while nobody asks for it. */
    private static Flux<DataBuffer> written(Body.Streaming body, DataBufferFactory buffers) {
        Executor threads = task -> Thread.ofVirtual().start(task);
        Publisher<DataBuffer> written =
                DataBufferUtils.outputStreamPublisher(out -> writeTo(body, out), buffers, threads);
        return Flux.from(written);
    }

    private static void writeTo(Body.Streaming body, OutputStream out) {
        try {
            body.writer().writeTo(new StreamWriter(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mono<Void> upgrade(Response response, ServerHttpResponse seen) {
        return Mono.fromRunnable(
                () -> {
                    Exchange exchange = ServerHttpResponseDecorator.getNativeResponse(seen);
                    exchange.respond(
                            Response.of(response.status(), seen.getHeaders())
                                    .body(response.body()));
                });
    }

    /** A stream as what a body writes to. */
    private record StreamWriter(OutputStream out) implements BodyWriter {

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public boolean open() {
            return true;
        }
    }
}
