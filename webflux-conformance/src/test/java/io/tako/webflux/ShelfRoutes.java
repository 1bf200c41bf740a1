package io.tako.webflux;

import static org.springframework.web.reactive.function.server.RequestPredicates.accept;
import static org.springframework.web.reactive.function.server.RequestPredicates.contentType;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;
import static org.springframework.web.reactive.function.server.ServerResponse.badRequest;
import static org.springframework.web.reactive.function.server.ServerResponse.created;
import static org.springframework.web.reactive.function.server.ServerResponse.noContent;
import static org.springframework.web.reactive.function.server.ServerResponse.ok;
import static org.springframework.web.reactive.function.server.ServerResponse.permanentRedirect;

import java.net.URI;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The same library by functional routes. */
@Configuration(proxyBeanMethods = false)
class ShelfRoutes {

    @Bean
    RouterFunction<ServerResponse> shelf() {
        return route().path(
                        "/shelf",
                        shelf ->
                                shelf.GET("/books/{isbn}", this::find)
                                        .GET(
                                                "/books",
                                                accept(MediaType.APPLICATION_NDJSON),
                                                r -> lines())
                                        .GET("/books", r -> ok().body(books(), Book.class))
                                        .POST(
                                                "/books",
                                                contentType(MediaType.APPLICATION_JSON),
                                                this::add)
                                        .PUT("/books/{isbn}", this::replace)
                                        .DELETE("/books/{isbn}", r -> noContent().build())
                                        .GET("/query", this::query)
                                        .GET(
                                                "/old",
                                                r ->
                                                        permanentRedirect(
                                                                        URI.create("/shelf/books"))
                                                                .build())
                                        .GET("/cookie", r -> cookie())
                                        .GET(
                                                "/fails",
                                                r -> Mono.error(new IllegalStateException("no")))
                                        .GET(
                                                "/refuses",
                                                r ->
                                                        Mono.error(
                                                                new IllegalArgumentException(
                                                                        "bad"))))
                .filter(
                        (request, next) ->
                                next.handle(request)
                                        .onErrorResume(
                                                IllegalArgumentException.class,
                                                e -> badRequest().bodyValue("refused")))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> shelfFiles(@Value("${library.shelf}") String shelf) {
        return route().resources("/shelf/files/**", new FileSystemResource(shelf + "/")).build();
    }

    private Mono<ServerResponse> find(ServerRequest request) {
        return request.pathVariable("isbn").equals(Book.GEB.isbn())
                ? ok().eTag("\"geb\"").bodyValue(Book.GEB)
                : ServerResponse.notFound().build();
    }

    private static Mono<ServerResponse> lines() {
        return ok().contentType(MediaType.APPLICATION_NDJSON).body(books(), Book.class);
    }

    private static Flux<Book> books() {
        return Flux.just(Book.GEB, Book.GEB, Book.GEB);
    }

    private Mono<ServerResponse> add(ServerRequest request) {
        return request.bodyToMono(Book.class)
                .flatMap(
                        book ->
                                created(URI.create("/shelf/books/" + book.isbn()))
                                        .bodyValue(book.title()));
    }

    private Mono<ServerResponse> replace(ServerRequest request) {
        return ok().body(
                        BodyInserters.fromPublisher(
                                request.bodyToMono(String.class), String.class));
    }

    private Mono<ServerResponse> query(ServerRequest request) {
        return ok().bodyValue(
                        Map.of(
                                "q",
                                request.queryParam("q").orElse("none"),
                                "agent",
                                String.valueOf(request.headers().firstHeader("X-Agent"))));
    }

    private static Mono<ServerResponse> cookie() {
        return ok().cookie(ResponseCookie.from("shelf", "top").build()).build();
    }
}
