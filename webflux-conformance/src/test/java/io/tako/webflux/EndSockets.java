package io.tako.webflux;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** WebSocket handlers of Spring's that tell what they hear of pongs and of the end. */
@Configuration(proxyBeanMethods = false)
class EndSockets {

    /** What the handlers of an application have heard. */
    record Heard(BlockingQueue<String> lines) {

        void add(Object line) {
            lines.add(String.valueOf(line));
        }
    }

    @Bean
    Heard heard() {
        return new Heard(new LinkedBlockingQueue<>());
    }

    @Bean
    HandlerMapping ends(Heard heard) {
        Map<String, WebSocketHandler> ends =
                Map.of(
                        "/ends/pongs",
                        EndSockets::pongs,
                        "/ends/alive",
                        EndSockets::alive,
                        "/ends/told",
                        session -> told(session, heard),
                        "/ends/leaves",
                        session -> leaves(session, heard),
                        "/ends/never",
                        session -> sends(session, Flux.never(), heard),
                        "/ends/ticks",
                        session -> sends(session, ticks(), heard),
                        "/ends/fails",
                        session -> Mono.error(new IllegalStateException("a fault")),
                        "/ends/saves",
                        session -> saves(session, heard));
        return new SimpleUrlHandlerMapping(ends, 10);
    }

    /** Pings once, and says what comes. */
    private static Mono<Void> pongs(WebSocketSession session) {
        WebSocketMessage ping = session.pingMessage(buffers -> buffers.wrap("beat".getBytes()));
        return session.send(
                Flux.concat(
                        Mono.just(ping),
                        session.receive()
                                .map(
                                        message ->
                                                session.textMessage(
                                                        message.getType()
                                                                + " "
                                                                + message.getPayloadAsText()))));
    }

    /** Gives a sign of life that nobody asked for. */
    private static Mono<Void> alive(WebSocketSession session) {
        return session.send(
                        Mono.just(
                                session.pongMessage(
                                        buffers -> buffers.wrap("still here".getBytes()))))
                .then(session.receive().then());
    }

    private static Mono<Void> told(WebSocketSession session, Heard heard) {
        return session.closeStatus().doOnNext(status -> heard.add(line(status))).then();
    }

    private static String line(CloseStatus status) {
        return status.getCode() + " " + status.getReason();
    }

    /** Closes by itself, and is told so. */
    private static Mono<Void> leaves(WebSocketSession session, Heard heard) {
        return session.close(new CloseStatus(4002, "enough")).then(told(session, heard));
    }

    private static Flux<Long> ticks() {
        return Flux.interval(Duration.ofMillis(2)).onBackpressureDrop();
    }

    /** Sends and does not receive. */
    private static Mono<Void> sends(WebSocketSession session, Flux<?> items, Heard heard) {
        Function<Object, WebSocketMessage> text = item -> session.textMessage(item.toString());
        return session.send(items.map(text).doOnCancel(() -> heard.add("cancelled")))
                .doFinally(heard::add);
    }

    /** Answers slowly what it was told, all of which it is to get. */
    private static Mono<Void> saves(WebSocketSession session, Heard heard) {
        return session.send(
                session.receive()
                        .map(message -> message.getPayloadAsText())
                        .doOnNext(heard::add)
                        .delayElements(Duration.ofMillis(2))
                        .map(session::textMessage));
    }
}
