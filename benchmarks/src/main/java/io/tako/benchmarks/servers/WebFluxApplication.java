package io.tako.benchmarks.servers;

import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/** A Spring Boot application with functional WebFlux endpoints, on whatever server there is. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WebFluxApplication {

    @Bean
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/plaintext", WebFluxApplication::plaintext)
                .GET("/json", WebFluxApplication::json)
                .POST("/users/{id}", WebFluxApplication::user)
                .build();
    }

    @Bean
    HandlerMapping webSockets() {
        return new SimpleUrlHandlerMapping(
                Map.of("/echo", (WebSocketHandler) WebFluxApplication::echo), -1);
    }

    private static Mono<Void> echo(WebSocketSession session) {
        return session.send(
                session.receive().map(message -> session.textMessage(message.getPayloadAsText())));
    }

    private static Mono<ServerResponse> plaintext(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(Message.HELLO);
    }

    private static Mono<ServerResponse> json(ServerRequest request) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(new Message(Message.HELLO));
    }

    private static Mono<ServerResponse> user(ServerRequest request) {
        long id = Long.parseLong(request.pathVariable("id"));
        return request.bodyToMono(NewUser.class)
                .flatMap(
                        user ->
                                ServerResponse.status(HttpStatus.CREATED)
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .bodyValue(user.withId(id)));
    }
}
