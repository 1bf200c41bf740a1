package io.tako.webflux;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The places that are routes on Tako, as WebFlux has them on Reactor Netty. */
@Configuration(proxyBeanMethods = false)
class TwinPlaces {

    @Bean
    RouterFunction<ServerResponse> twins() {
        return RouterFunctions.route()
                .GET("/admin/route", page(Place.ADMIN_ROUTE))
                .GET("/admin/items/{id}/{*rest}", page(Place.ADMIN_ITEM))
                .GET("/admin/events", events(Place.ADMIN_EVENTS))
                .GET("/user/route", page(Place.USER_ROUTE))
                .GET("/open/route", request -> ServerResponse.ok().bodyValue("open to all"))
                .build();
    }

    @Bean
    HandlerMapping twinSockets() {
        return new SimpleUrlHandlerMapping(
                Map.of(Place.ADMIN_SOCKET.path(), socket(Place.ADMIN_SOCKET)), -1);
    }

    private static HandlerFunction<ServerResponse> page(Place place) {
        return request -> ServerResponse.ok().bodyValue(place.secret());
    }

    private static HandlerFunction<ServerResponse> events(Place place) {
        return request ->
                ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(Flux.just(place.secret()), String.class);
    }

    /** Tells the secret and closes. */
    static WebSocketHandler socket(Place place) {
        return session -> session.send(Mono.just(session.textMessage(place.secret())));
    }
}
