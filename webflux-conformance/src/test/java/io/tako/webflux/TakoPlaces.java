package io.tako.webflux;

import static io.tako.extract.Handlers.handle;

import io.tako.routing.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** The places that are routes, on Tako. */
@Configuration(proxyBeanMethods = false)
class TakoPlaces {

    @Bean
    Routes places() {
        return routes ->
                routes.get("/admin/route", handle(Place.ADMIN_ROUTE::secret))
                        .get("/admin/items/{id}/{*rest}", handle(Place.ADMIN_ITEM::secret))
                        .sse("/admin/events", handle(() -> Flux.just(Place.ADMIN_EVENTS.secret())))
                        .ws("/admin/socket", socket -> socket.send(Place.ADMIN_SOCKET.secret()))
                        .get("/user/route", handle(Place.USER_ROUTE::secret))
                        .get("/open/route", handle(() -> "open to all"));
    }
}
