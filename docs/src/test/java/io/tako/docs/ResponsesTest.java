package io.tako.docs;

import static io.tako.docs.Guide.ask;
import static io.tako.docs.Guide.router;
import static io.tako.docs.Guide.text;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResponsesTest {

    private static Response answer(Handler handler) {
        return ask(router(routes -> routes.get("/", handler)), "/");
    }

    @Test
    void valuesBecomeWhatThePageSays(@TempDir Path directory) throws Exception {
        Path manual = Files.writeString(directory.resolve("manual.txt"), "read me");
        List<Handler> values = ResponseSnippets.values(manual);
        assertThat(values)
                .extracting(handler -> answer(handler).status().value())
                .containsExactly(200, 200, 404, 201, 410, 200, 202);
        assertThat(text(answer(values.get(0)))).isEqualTo("Hello");
        assertThat(text(answer(values.get(1)))).isEqualTo("{\"id\":7,\"name\":\"Ada\"}");
        assertThat(answer(values.get(3)).header("Location")).isEqualTo("/users/7");
        assertThat(text(answer(values.get(4)))).contains("It moved in March");
        assertThat(answer(values.get(5)).header("Content-Type")).isEqualTo("text/plain");
        assertThat(answer(values.get(5)).header("ETag")).startsWith("W/");
        assertThat(answer(values.get(6)).header("X-Job")).isEqualTo("12");
    }

    @Test
    void streamsTellTheirTypeByTheirFirstItem() throws Exception {
        Response users = answer(ResponseSnippets.streams().getFirst());
        assertThat(users.header("Content-Type")).isEqualTo("application/json");
        assertThat(text(users)).startsWith("[{\"id\":1,").endsWith("\"name\":\"user1000\"}]");
        assertThat(answer(ResponseSnippets.streams().getLast()).header("Content-Type"))
                .isEqualTo("text/event-stream");
    }

    @Test
    void hintsGoAheadOfThePage() throws Exception {
        TestExchange exchange = TestExchange.get("/");
        Router router = router(routes -> routes.get("/", ResponseSnippets.hinted()));
        assertThat(text(router, exchange)).startsWith("<p>");
        assertThat(exchange.hints())
                .extracting(fields -> fields.getFirst("Link"))
                .containsExactly("</style.css>; rel=preload; as=style");
    }

    @Test
    void ownTypesAnswerThemselves() throws Exception {
        Router router =
                router(
                        routes ->
                                routes.get(
                                        "/",
                                        handle(() -> new ResponseSnippets.Csv(List.of("a", "b")))));
        assertThat(text(ask(router, "/"))).isEqualTo("a\r\nb");
    }
}
