package io.tako.webflux;

import static io.tako.extract.Extractors.header;
import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;

import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.respond.Sse;
import io.tako.routing.Routes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tako's routes with a body of every kind, behind filters that put themselves around all of it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class GuardedRoutes {

    /** What the filter saw pass. */
    static final class Seen {

        final AtomicInteger written = new AtomicInteger();
        final AtomicInteger flushed = new AtomicInteger();
        final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String what = happened.poll(30, TimeUnit.SECONDS);
            return what == null ? "nothing" : what;
        }
    }

    @Bean
    Seen seen() {
        return new Seen();
    }

    @Bean
    Routes routes(Seen seen, @Value("${library.shelf}") Path shelf) {
        return routes ->
                routes.get("/bytes", handle(() -> "bytes"))
                        .get("/empty", handle(() -> Response.noContent()))
                        .get(
                                "/file",
                                handle(
                                        () ->
                                                Response.ok()
                                                        .body(
                                                                new Body.File(
                                                                        shelf.resolve("large.bin"),
                                                                        1000,
                                                                        100_000))))
                        .get(
                                "/streaming",
                                handle(
                                        () ->
                                                Response.stream(
                                                        MediaType.TEXT_PLAIN,
                                                        out -> {
                                                            for (int i = 0; i < 1000; i++) {
                                                                out.write(ascii("0123456789"));
                                                            }
                                                        })))
                        .get("/published", handle(GuardedRoutes::published))
                        .get("/breaks", handle(GuardedRoutes::breaks))
                        .sse("/events", handle(() -> Flux.just("one", "two")))
                        .sse(
                                "/silence",
                                handle(
                                        () ->
                                                Sse.emit(
                                                        emitter -> {
                                                            emitter.send("first");
                                                            try {
                                                                Thread.sleep(Long.MAX_VALUE);
                                                            } catch (InterruptedException e) {
                                                                seen.happened.add("interrupted");
                                                                throw e;
                                                            }
                                                        })))
                        .post("/echo", handle(header("X-Filter"), text(), (f, b) -> f + ": " + b))
                        .ws("/socket", socket -> socket.send("hello"));
    }

    private static Response published() {
        Publisher<DataBuffer> part = Flux.range(0, 5).map(n -> StreamController.block(n, 1000));
        return Response.ok().body(new Body.Published(Flux.just(part, part), 10_000));
    }

    private static Response breaks() {
        Publisher<DataBuffer> part =
                Flux.just(StreamController.block(1, 10))
                        .concatWith(Mono.error(new IllegalStateException("no more")));
        return Response.ok().body(new Body.Published(Flux.just(part), -1));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Changes what routes see of a request: its path, a field, its body. */
    @Bean
    @Order(1)
    WebFilter changing() {
        return (exchange, chain) -> {
            ServerHttpRequest request = exchange.getRequest();
            String path = request.getPath().value();
            if (!path.startsWith("/old/")) {
                return chain.filter(exchange);
            }
            ServerHttpRequest changed =
                    new ServerHttpRequestDecorator(
                            request.mutate()
                                    .path(path.substring(4))
                                    .header("X-Filter", "filtered")
                                    .build()) {
                        @Override
                        public Flux<DataBuffer> getBody() {
                            return super.getBody().map(GuardedRoutes::upper);
                        }
                    };
            return chain.filter(exchange.mutate().request(changed).build());
        };
    }

    private static DataBuffer upper(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        DataBufferUtils.release(buffer);
        return DefaultDataBufferFactory.sharedInstance.wrap(ascii(text.toUpperCase(Locale.ROOT)));
    }

    /** Around the response; the inner one of two decorators, as an application may have. */
    @Bean
    @Order(2)
    WebFilter counting(Seen seen) {
        return (exchange, chain) -> {
            ServerHttpResponse response = exchange.getResponse();
            response.addCookie(ResponseCookie.from("filter", "on").build());
            return chain.filter(exchange.mutate().response(new Counting(response, seen)).build())
                    .doOnError(e -> seen.happened.add("failed: " + e.getMessage()));
        };
    }

    private static final class Counting extends ServerHttpResponseDecorator {

        private final Seen seen;

        Counting(ServerHttpResponse delegate, Seen seen) {
            super(delegate);
            this.seen = seen;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            seen.written.incrementAndGet();
            return super.writeWith(body);
        }

        @Override
        public Mono<Void> writeAndFlushWith(
                Publisher<? extends Publisher<? extends DataBuffer>> body) {
            seen.flushed.incrementAndGet();
            return super.writeAndFlushWith(body);
        }
    }
}
