package io.tako.webflux;

import java.util.Map;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import reactor.core.publisher.Flux;

/** The places that are WebFlux's on every engine. */
@Configuration(proxyBeanMethods = false)
class SpringPlaces {

    @Bean
    HandlerMapping sockets() {
        return new SimpleUrlHandlerMapping(
                Map.of(Place.ADMIN_TALK.path(), TwinPlaces.socket(Place.ADMIN_TALK)), -1);
    }

    @Bean
    InfoContributor treasure() {
        return info -> info.withDetail("treasure", Place.ACTUATOR.secret());
    }

    @RestController
    static class Pages {

        @GetMapping("/admin/page")
        String admin() {
            return Place.ADMIN_PAGE.secret();
        }

        @GetMapping(path = "/admin/feed", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<String> feed() {
            return Flux.just(Place.ADMIN_FEED.secret());
        }
    }
}
