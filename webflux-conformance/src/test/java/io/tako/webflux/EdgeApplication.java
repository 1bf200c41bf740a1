package io.tako.webflux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Handlers that wait for clients, and that tell what happens to them. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EdgeApplication {

    static final int BLOCK = 16 * 1024;

    /** Far more than sockets take without a reader. */
    static final int BLOCKS = 3_000;

    /** What happened to the handlers. */
    static final class Happenings {

        private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
        private final Sinks.Empty<Void> gate = Sinks.empty();
        private final AtomicLong bytes = new AtomicLong();
        private final NettyDataBufferFactory pool =
                new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
        private final Queue<ByteBuf> lent = new ConcurrentLinkedQueue<>();

        void add(String what) {
            happened.add(what);
        }

        /** The next thing that happens. */
        String next() throws InterruptedException {
            String what = happened.poll(30, TimeUnit.SECONDS);
            return what == null ? "nothing" : what;
        }

        /** Bytes that were made, or taken in. */
        AtomicLong bytes() {
            return bytes;
        }

        /** A buffer of a pool, which is not forgotten until it was given back. */
        DataBuffer pooled(int size) {
            NettyDataBuffer buffer = pool.allocateBuffer(size);
            buffer.write(new byte[size]);
            lent.add(buffer.getNativeBuffer());
            return buffer;
        }

        /** How many buffers of the pool are out. */
        int lent() {
            lent.removeIf(buffer -> buffer.refCnt() == 0);
            return lent.size();
        }

        /** Lets the handler go on that waits. */
        void open() {
            gate.tryEmitEmpty();
        }
    }

    @Bean
    Happenings happenings() {
        return new Happenings();
    }

    @Bean
    HandlerMapping sockets(Happenings happenings) {
        WebSocketHandler silent =
                session ->
                        session.send(
                                Flux.<WebSocketMessage>never()
                                        .doOnSubscribe(s -> happenings.add("subscribed"))
                                        .doOnCancel(() -> happenings.add("cancelled")));
        return new SimpleUrlHandlerMapping(Map.of("/silent", silent), 10);
    }

    @RestController
    static class Edges {

        private final Happenings happenings;

        Edges(Happenings happenings) {
            this.happenings = happenings;
        }

        /** Never answers. */
        @GetMapping("/never")
        Mono<String> never() {
            return Mono.<String>never()
                    .doOnSubscribe(s -> happenings.add("subscribed"))
                    .doOnCancel(() -> happenings.add("cancelled"));
        }

        /** Says one thing and then no more. */
        @GetMapping(path = "/one", produces = MediaType.APPLICATION_NDJSON_VALUE)
        Flux<Book> one() {
            return Flux.just(Book.GEB)
                    .concatWith(Mono.never())
                    .doOnCancel(() -> happenings.add("cancelled"));
        }

        /** As many bytes as anybody takes. */
        @GetMapping(path = "/many", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
        Flux<DataBuffer> many() {
            return Flux.range(0, BLOCKS)
                    .map(n -> StreamController.block(n, BLOCK))
                    .doOnNext(block -> happenings.bytes().addAndGet(BLOCK));
        }

        /** The same in buffers that have to be given back. */
        @GetMapping(path = "/pooled", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
        Flux<DataBuffer> pooled() {
            return Flux.range(0, BLOCKS).map(n -> happenings.pooled(BLOCK));
        }

        @GetMapping(path = "/pooled-one", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
        Mono<DataBuffer> pooledOne() {
            return Mono.fromSupplier(() -> happenings.pooled(BLOCK));
        }

        @GetMapping(path = "/fails", produces = MediaType.APPLICATION_NDJSON_VALUE)
        Flux<Book> fails() {
            return Flux.just(Book.GEB)
                    .concatWith(
                            Mono.delay(Duration.ofMillis(100))
                                    .then(Mono.error(new IllegalStateException("later"))));
        }

        /** Counts the body, and tells when its first piece has come. */
        @PostMapping("/count")
        Mono<Long> count(ServerHttpRequest request) {
            return request.getBody()
                    .doOnSubscribe(s -> happenings.add("subscribed"))
                    .map(Edges::taken)
                    .switchOnFirst(
                            (first, all) -> {
                                happenings.add("first");
                                return all;
                            })
                    .reduce(0L, Long::sum);
        }

        /** Takes one piece of the body, and no more until it is let go on. */
        @PostMapping("/gated")
        Mono<Long> gated(ServerHttpRequest request) {
            return request.getBody()
                    .map(Edges::taken)
                    .concatMap(count -> happenings.gate.asMono().thenReturn(count), 1)
                    .reduce(0L, Long::sum);
        }

        /** Answers before the body has come. */
        @PostMapping("/early")
        String early() {
            return "early";
        }

        private static long taken(DataBuffer buffer) {
            long count = buffer.readableByteCount();
            DataBufferUtils.release(buffer);
            return count;
        }
    }
}
