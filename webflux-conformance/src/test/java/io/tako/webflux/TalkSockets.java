package io.tako.webflux;

import java.util.List;
import java.util.Map;
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

/** Spring's own WebSocket handlers. */
@Configuration(proxyBeanMethods = false)
class TalkSockets {

    @Bean
    HandlerMapping talks() {
        Map<String, WebSocketHandler> talks =
                Map.of(
                        "/talk/echo",
                        TalkSockets::echo,
                        "/talk/hello",
                        TalkSockets::hello,
                        "/talk/leave",
                        session -> session.close(new CloseStatus(4001, "enough")),
                        "/talk/fail",
                        session -> Mono.error(new IllegalStateException("no talk")),
                        "/talk/silent",
                        session -> session.receive().then(),
                        "/talk/choosy",
                        new Choosy());
        return new SimpleUrlHandlerMapping(talks, 10);
    }

    private static Mono<Void> echo(WebSocketSession session) {
        return session.send(session.receive().map(message -> answer(session, message)));
    }

    private static WebSocketMessage answer(WebSocketSession session, WebSocketMessage message) {
        return message.getType() == WebSocketMessage.Type.TEXT
                ? session.textMessage("echo " + message.getPayloadAsText())
                : session.binaryMessage(
                        buffers -> {
                            byte[] bytes = new byte[message.getPayload().readableByteCount()];
                            message.getPayload().read(bytes);
                            return buffers.wrap(bytes);
                        });
    }

    private static Mono<Void> hello(WebSocketSession session) {
        String path = session.getHandshakeInfo().getUri().getPath();
        return session.send(Flux.just("hello", path, "bye").map(session::textMessage));
    }

    /** Speaks a protocol of its own. */
    private static final class Choosy implements WebSocketHandler {

        @Override
        public List<String> getSubProtocols() {
            return List.of("v2.talk", "v1.talk");
        }

        @Override
        public Mono<Void> handle(WebSocketSession session) {
            String chosen = session.getHandshakeInfo().getSubProtocol();
            return session.send(Mono.just(session.textMessage(String.valueOf(chosen))));
        }
    }
}
