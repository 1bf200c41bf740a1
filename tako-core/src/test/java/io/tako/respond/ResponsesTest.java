package io.tako.respond;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class ResponsesTest {

    private final Request request = TestExchange.get("/").request();

    private Response respond(Responder responder) throws Exception {
        return Responders.toResponse(responder, request);
    }

    private static String text(Response response) throws Exception {
        return new String(TestExchange.render(response.body()), UTF_8);
    }

    @Test
    void okIsTheValueOrNothing() throws Exception {
        assertThat(text(respond(Responses.ok("x")))).isEqualTo("x");
        Response empty = respond(Responses.ok(null));
        assertThat(empty.status().value()).isEqualTo(200);
        assertThat(empty.body()).isEqualTo(Body.EMPTY);
    }

    @Test
    void createdNamesTheLocation() throws Exception {
        Response bare = respond(Responses.created("/users/7"));
        assertThat(bare.status().value()).isEqualTo(201);
        assertThat(bare.header("location")).isEqualTo("/users/7");
        Response full = respond(Responses.created("/users/7", Map.of("id", 7)));
        assertThat(full.status().value()).isEqualTo(201);
        assertThat(full.header("location")).isEqualTo("/users/7");
        assertThat(text(full)).isEqualTo("{\"id\":7}");
    }

    @Test
    void locationCannotBreakOutOfItsLine() {
        assertThatThrownBy(() -> Responses.created("/a\r\nSet-Cookie: x=1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Responses.redirect("/a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusIsTheOneGivenWithTheValueByItsType() throws Exception {
        Response response = respond(Responses.status(HttpStatus.PARTIAL_CONTENT, "half"));

        assertThat(response.status().value()).isEqualTo(206);
        assertThat(response.header("content-type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(respond(Responses.status(HttpStatus.CREATED, Optional.empty())).status().value())
                .isEqualTo(404);
    }

    @Test
    void acceptedIs202() throws Exception {
        Response response = respond(Responses.accepted("job"));
        assertThat(response.status().value()).isEqualTo(202);
        assertThat(text(response)).isEqualTo("job");
    }

    @Test
    void refusalOfTheValueIsTheAnswer() throws Exception {
        assertThat(respond(Responses.accepted(Optional.empty())).status().value()).isEqualTo(404);
        Response response = respond(Responses.created("/x", Optional.empty()));
        assertThat(response.status().value()).isEqualTo(404);
        assertThat(response.header("location")).isNull();
    }

    @Test
    void noContentIs204AndNotFoundAProblem() throws Exception {
        assertThat(respond(Responses.noContent()).status().value()).isEqualTo(204);
        Response notFound = respond(Responses.notFound());
        assertThat(notFound.status().value()).isEqualTo(404);
        assertThat(notFound.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void jsonIsJsonWhateverTheType() throws Exception {
        Response response = respond(Responses.json("a\"b"));
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(text(response)).isEqualTo("\"a\\\"b\"");
        assertThat(text(respond(Responses.json(null)))).isEqualTo("null");
    }

    @Test
    void redirectIs303UnlessSaidOtherwise() throws Exception {
        Response response = respond(Responses.redirect("/next"));
        assertThat(response.status()).isEqualTo(HttpStatus.SEE_OTHER);
        assertThat(response.header("location")).isEqualTo("/next");
        Response moved = respond(Responses.redirect(HttpStatus.PERMANENT_REDIRECT, "/n"));
        assertThat(moved.status()).isEqualTo(HttpStatus.PERMANENT_REDIRECT);
        assertThatThrownBy(() -> Responses.redirect(HttpStatus.OK, "/n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200");
    }
}
