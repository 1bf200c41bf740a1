package io.tako.docs;

import static io.tako.extract.Extractors.lastEventId;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.respond.Sse;
import io.tako.respond.SseEmitter;
import io.tako.routing.Routes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/** The code of the page on server-sent events. */
final class SseSnippets {

    private SseSnippets() {}

    record Tick(long number, double value) {}

    /** Ticks by their numbers, ten of them. */
    static final class Ticks {

        Flux<ServerSentEvent<Tick>> since(long number) {
            return Flux.fromStream(LongStream.rangeClosed(number + 1, 10).boxed())
                    .map(n -> event(new Tick(n, n / 2.0)));
        }
    }

    /** A queue for every room, which somebody else fills. */
    record Rooms(BlockingQueue<String> queue) {
        BlockingQueue<String> join(long room) {
            return queue;
        }
    }

    static Rooms rooms(List<String> messages) {
        return new Rooms(new LinkedBlockingQueue<>(messages));
    }

    static Routes publisher(Ticks ticks) {
        // tag::publisher[]
        return routes ->
                routes.sse(
                        "/ticks", handle(lastEventId(), id -> ticks.since(number(id.orElse("0")))));
        // end::publisher[]
    }

    // tag::event[]
    static ServerSentEvent<Tick> event(Tick tick) {
        return ServerSentEvent.builder(tick).id(Long.toString(tick.number())).event("tick").build();
    }

    // end::event[]

    static Routes emitter(Rooms rooms) {
        // tag::emitter[]
        return routes ->
                routes.sse(
                        "/rooms/{id}",
                        handle(
                                path("id", long.class),
                                id -> Sse.emit(emitter -> talk(rooms.join(id), emitter))));
        // end::emitter[]
    }

    // tag::talk[]
    static void talk(BlockingQueue<String> room, SseEmitter emitter) throws Exception {
        while (emitter.open()) {
            emitter.send(room.take());
        }
    }

    // end::talk[]

    static Sse patient(Flux<Tick> ticks) {
        // tag::keep-alive[]
        return Sse.of(ticks).keepAlive(Duration.ofSeconds(45));
        // end::keep-alive[]
    }

    private static long number(String id) {
        return Long.parseLong(id);
    }
}
