package io.tako.docs;

import static io.tako.docs.Guide.ask;
import static io.tako.docs.Guide.router;
import static io.tako.docs.Guide.text;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Rejection;
import io.tako.http.Response;
import io.tako.routing.Router;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ErrorsTest {

    private final Router shop = router(new ErrorSnippets().shop());

    @Test
    void theNearestMapperAnswers() throws Exception {
        Response missing = ask(shop, "/books/7");
        assertThat(missing.status().value()).isEqualTo(404);
        assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(text(missing)).contains("There is no book 7.");
        assertThat(ask(shop, "/books/sold").status().value()).isEqualTo(409);
    }

    @Test
    void anUnknownExceptionLeaksNothing() throws Exception {
        Response broken = ask(shop, "/books/broken");
        assertThat(broken.status().value()).isEqualTo(500);
        assertThat(text(broken)).contains("requestId").doesNotContain("nobody may read this");
    }

    @Test
    void springsOwnErrorResponsesKnowTheirAnswer() throws Exception {
        Response teapot = ask(shop, "/books/teapot");
        assertThat(teapot.status().value()).isEqualTo(418);
        assertThat(text(teapot)).contains("Short.");
    }

    @Test
    void theTableTellsTheStatusOfEveryRejection() throws Exception {
        Map<String, String> table = new TreeMap<>();
        for (List<String> row : Guide.table("errors.md", "Rejection")) {
            table.put(row.get(0), row.get(1));
        }
        Map<String, String> known = new TreeMap<>();
        for (Rejection one :
                List.of(
                        new Rejection.Missing(""),
                        new Rejection.Malformed(""),
                        new Rejection.Unauthenticated("", ""),
                        new Rejection.Forbidden(""),
                        new Rejection.UnsupportedMedia(""),
                        new Rejection.NotAcceptable(""),
                        new Rejection.Unprocessable("", List.of()),
                        new Rejection.TooLarge(""),
                        new Rejection.RangeNotSatisfiable("", 0),
                        new Rejection.Timeout(""))) {
            known.put(one.getClass().getSimpleName(), "" + one.status().value());
        }
        assertThat(table).isEqualTo(known);
        assertThat(
                        Arrays.stream(Rejection.class.getPermittedSubclasses())
                                .map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(table.keySet());
    }

    @Test
    void theProblemOfThePageIsTheOneThatIsSent() throws Exception {
        Router router = router(r -> r.get("/list", handle(query("page", int.class), page -> page)));
        assertThat(Guide.page("errors.md")).contains("\n" + text(ask(router, "/list")) + "\n");
    }

    @Test
    void oneMapperAnswersAllRejections() throws Exception {
        Router router = router(ErrorSnippets.rejections());
        assertThat(text(ask(router, "/list"))).startsWith("say more: query parameter 'page'");
        assertThat(ask(router, "/list?page=x").status().value()).isEqualTo(400);
        assertThat(text(ask(router, "/list?page=2"))).isEqualTo("page 2");
    }
}
