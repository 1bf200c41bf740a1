package io.tako.docs;

import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;

import io.tako.http.Response;
import io.tako.routing.Routes;

/** The code of the page on compression. */
final class CompressionSnippets {

    private CompressionSnippets() {}

    interface Pages {
        String account(String search);
    }

    static Routes account(Pages pages) {
        // tag::never[]
        return routes ->
                routes.get(
                        "/account",
                        handle(
                                query("search"),
                                search ->
                                        Response.text(pages.account(search))
                                                .header("Cache-Control", "no-transform")));
        // end::never[]
    }
}
