package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.routing.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** The code of the page on WebFlux. */
final class WebFluxSnippets {

    private WebFluxSnippets() {}

    record Book(String isbn) {}

    // tag::controller[]
    @RestController
    static class BookController {
        @GetMapping("/books/{isbn}")
        Mono<Book> find(@PathVariable String isbn) {
            return Mono.just(new Book(isbn));
        }
    }

    // end::controller[]

    /** A route beside the controller. */
    @Configuration(proxyBeanMethods = false)
    static class Covers {

        // tag::routes[]
        @Bean
        Routes covers() {
            return routes ->
                    routes.get("/covers/{isbn}", handle(path("isbn"), isbn -> "cover of " + isbn));
        }
        // end::routes[]
    }

    /** Every request passes it. */
    @Configuration(proxyBeanMethods = false)
    static class Filters {

        // tag::filter[]
        @Bean
        WebFilter stamp() {
            return (exchange, chain) -> {
                exchange.getResponse().getHeaders().set("X-Stamp", "seen");
                return chain.filter(exchange);
            };
        }
        // end::filter[]
    }
}
