package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;
import static io.tako.respond.Problems.problem;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;

/** The code of the page on routing. */
final class RoutingSnippets {

    // tag::shop[]
    @Bean
    Routes shop() {
        return routes ->
                routes.get("/", handle(() -> "welcome"))
                        .get("/books", handle(() -> "all books"))
                        .get("/books/new", handle(() -> "a form"))
                        .get("/books/{id}", handle(path("id"), id -> "book " + id))
                        .put("/books/{id}", handle(path("id"), text(), (id, body) -> "put " + id))
                        .get("/files/{*path}", handle(path("path"), path -> "file " + path));
    }

    // end::shop[]

    // tag::nest[]
    @Bean
    Routes accounts() {
        return routes ->
                routes.nest(
                                "/accounts/{account}",
                                account ->
                                        account.get(
                                                        "/",
                                                        handle(
                                                                path("account"),
                                                                a -> "account " + a))
                                                .get(
                                                        "/orders",
                                                        handle(path("account"), this::orders))
                                                .fallback(
                                                        handle(
                                                                () ->
                                                                        problem(
                                                                                NOT_FOUND,
                                                                                "No such page."))))
                        .scope(
                                guarded ->
                                        guarded.use(this::signedIn)
                                                .delete("/basket", handle(() -> NO_CONTENT)));
    }

    // end::nest[]

    private String orders(String account) {
        return "orders of " + account;
    }

    private Response signedIn(Request request, Next next) {
        return request.header("Authorization") == null
                ? Response.of(HttpStatus.FORBIDDEN)
                : next.run(request);
    }

    // tag::slash[]
    Routes forgiving =
            routes -> routes.redirectTrailingSlash().get("/about", handle(() -> "about us"));

    // end::slash[]

    // tag::named[]
    @Bean
    Routes admin() {
        return Routes.named("admin", routes -> routes.get("/stats", handle(() -> "busy")));
    }

    // end::named[]

    /** What the page says does not start. */
    static Routes broken() {
        return routes ->
                routes.get("/a/{id}", handle(path("id"), id -> id))
                        .get("/a/{x}", handle(path("x"), x -> x))
                        .get("/b/{id}", handle(path("name"), name -> name));
    }
}
