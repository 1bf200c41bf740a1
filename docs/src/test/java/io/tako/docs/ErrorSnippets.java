package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;
import static io.tako.respond.Problems.problem;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.tako.http.Rejection;
import io.tako.routing.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The code of the page on errors. */
final class ErrorSnippets {

    static class ShopException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShopException(String message) {
            super(message);
        }
    }

    static final class NoSuchBook extends ShopException {
        private static final long serialVersionUID = 1L;

        NoSuchBook(String id) {
            super("There is no book " + id + ".");
        }
    }

    // tag::own[]
    @Bean
    Routes shop() {
        return routes ->
                routes.get("/books/{id}", handle(path("id"), this::book))
                        .onError(
                                NoSuchBook.class,
                                (e, request) -> problem(NOT_FOUND, e.getMessage()))
                        .onError(
                                ShopException.class,
                                (e, request) -> problem(CONFLICT, e.getMessage()));
    }

    // end::own[]

    private String book(String id) {
        switch (id) {
            case "sold" -> throw new ShopException("It is sold.");
            case "broken" -> throw new IllegalStateException("nobody may read this");
            case "teapot" -> throw new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "Short.");
            default -> throw new NoSuchBook(id);
        }
    }

    static Routes rejections() {
        // tag::rejections[]
        Routes routes =
                r ->
                        r.get("/list", handle(query("page", int.class), page -> "page " + page))
                                .onError(
                                        Rejection.class,
                                        (rejection, request) ->
                                                switch (rejection) {
                                                    case Rejection.Missing missing ->
                                                            "say more: " + missing.what();
                                                    case Rejection.Unprocessable broken ->
                                                            broken.violations();
                                                    case Rejection.Malformed _,
                                                            Rejection.Unauthenticated _,
                                                            Rejection.Forbidden _,
                                                            Rejection.UnsupportedMedia _,
                                                            Rejection.NotAcceptable _,
                                                            Rejection.TooLarge _,
                                                            Rejection.RangeNotSatisfiable _,
                                                            Rejection.Timeout _ ->
                                                            rejection.status();
                                                });
        // end::rejections[]
        return routes;
    }
}
