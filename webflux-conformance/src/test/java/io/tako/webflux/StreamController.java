package io.tako.webflux;

import java.time.Duration;
import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Bodies that come in pieces: lines, events, buffers, from this thread and from others. */
@RestController
@RequestMapping("/streams")
class StreamController {

    private static final int BLOCK = 16 * 1024;

    @GetMapping(path = "/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Book> lines() {
        return Flux.range(1, 20).map(n -> new Book("isbn-" + n, "line " + n, n));
    }

    @PostMapping(
            path = "/lines",
            consumes = MediaType.APPLICATION_NDJSON_VALUE,
            produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Book> copied(@RequestBody Flux<Book> books) {
        return books.map(book -> new Book(book.isbn(), book.title() + "!", book.pages()));
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Integer> events() {
        return Flux.range(1, 5);
    }

    @GetMapping("/named-events")
    Flux<ServerSentEvent<Book>> namedEvents() {
        return Flux.range(1, 3)
                .map(
                        n ->
                                ServerSentEvent.builder(new Book("isbn-" + n, "two\nlines", n))
                                        .id(Integer.toString(n))
                                        .event("book")
                                        .comment("no " + n)
                                        .retry(Duration.ofSeconds(n))
                                        .build());
    }

    @GetMapping("/buffers")
    Flux<DataBuffer> buffers() {
        return Flux.range(0, 10).map(n -> block(n, 100));
    }

    @GetMapping("/large")
    Flux<DataBuffer> large() {
        return Flux.range(0, 64).map(n -> block(n, BLOCK));
    }

    @GetMapping("/elsewhere")
    Flux<DataBuffer> elsewhere() {
        return large().publishOn(Schedulers.parallel());
    }

    @GetMapping(path = "/strings", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> strings() {
        return Flux.just("one ", "two ", "three");
    }

    @GetMapping("/nothing")
    Flux<DataBuffer> nothing() {
        return Flux.empty();
    }

    @GetMapping("/empty-buffers")
    Flux<DataBuffer> emptyBuffers() {
        return Flux.range(0, 3).map(n -> block(n, 0));
    }

    @GetMapping("/groups")
    Mono<Void> groups(ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
        return response.writeAndFlushWith(
                Flux.range(0, 4).map(group -> Flux.range(0, 3).map(n -> block(group, 10))));
    }

    @GetMapping("/sized")
    Mono<Void> sized(ServerHttpResponse response) {
        response.getHeaders().setContentLength(4 * 1000);
        return response.writeWith(Flux.range(0, 4).map(n -> block(n, 1000)));
    }

    @GetMapping(path = "/fails-first", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> failsFirst() {
        return Flux.error(new IllegalStateException("before anything was sent"));
    }

    @GetMapping(path = "/fails-later", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Book> failsLater() {
        return Flux.just(Book.GEB)
                .concatWith(
                        // Or Reactor Netty leaks the buffer of the first element.
                        Mono.delay(Duration.ofMillis(100))
                                .then(Mono.error(new IllegalStateException("after the first"))));
    }

    static DataBuffer block(int n, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) Character.forDigit(n % 36, 36));
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }
}
