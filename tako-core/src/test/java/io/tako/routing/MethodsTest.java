package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class MethodsTest {

    private static final Handler ECHO =
            request -> Response.text(request.method() + " " + request.matchedPath());

    @Test
    void wrongMethodAnswers405WithAllow() {
        Router router = Router.builder().get("/a", ECHO).post("/a", ECHO).build();
        Answer answer = Answer.of(router, HttpMethod.DELETE, "/a");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void allowHasHeadOnlyWithGet() {
        Router router = Router.builder().put("/a", ECHO).build();
        assertThat(Answer.get(router, "/a").header("Allow")).isEqualTo("OPTIONS, PUT");
        assertThat(Answer.of(router, HttpMethod.HEAD, "/a").status()).isEqualTo(405);
    }

    @Test
    void allowIsOfAllPatternsThatMatch() {
        Router router =
                Router.builder()
                        .get("/a/b", ECHO)
                        .put("/a/{x}", ECHO)
                        .patch("/{*rest}", ECHO)
                        .build();
        assertThat(Answer.of(router, HttpMethod.DELETE, "/a/b").header("Allow"))
                .isEqualTo("GET, HEAD, OPTIONS, PATCH, PUT");
        assertThat(Answer.of(router, HttpMethod.DELETE, "/a/c").header("Allow"))
                .isEqualTo("OPTIONS, PATCH, PUT");
    }

    @Test
    void aLessSpecificPatternAnswersTheMethodTheOtherLacks() {
        Router router =
                Router.builder()
                        .get("/a/me", ECHO)
                        .post("/a/{x}", ECHO)
                        .delete("/{*rest}", ECHO)
                        .build();
        assertThat(Answer.get(router, "/a/me").body()).isEqualTo("GET /a/me");
        assertThat(Answer.of(router, HttpMethod.POST, "/a/me").body()).isEqualTo("POST /a/{x}");
        assertThat(Answer.of(router, HttpMethod.DELETE, "/a/me").body())
                .isEqualTo("DELETE /{*rest}");
    }

    @Test
    void headIsAnsweredByGet() {
        Router router = Router.builder().get("/a", ECHO).build();
        assertThat(router.match(HttpMethod.HEAD, "/a"))
                .isSameAs(router.match(HttpMethod.GET, "/a"));
    }

    @Test
    void headHasARouteOfItsOwnIfDeclared() {
        Router router =
                Router.builder()
                        .get("/a", ECHO)
                        .head("/a", request -> Response.created("/h"))
                        .build();
        assertThat(Answer.of(router, HttpMethod.HEAD, "/a").status()).isEqualTo(201);
        assertThat(Answer.get(router, "/a").status()).isEqualTo(200);
    }

    @Test
    void optionsAnswers204WithAllow() {
        Router router = Router.builder().get("/a/{x}", ECHO).build();
        Answer answer = Answer.of(router, HttpMethod.OPTIONS, "/a/1");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void optionsOfAPathNobodyHasAnswers404() {
        Router router = Router.builder().get("/a", ECHO).build();
        assertThat(Answer.of(router, HttpMethod.OPTIONS, "/b").status()).isEqualTo(404);
    }

    @Test
    void optionsHasARouteOfItsOwnIfDeclared() {
        Router router = Router.builder().get("/a", ECHO).options("/{*rest}", ECHO).build();
        assertThat(Answer.of(router, HttpMethod.OPTIONS, "/a").body())
                .isEqualTo("OPTIONS /{*rest}");
    }

    @Test
    void optionsOfTheServerAllowsWhatAnyRouteDoes() {
        Router router = Router.builder().get("/a", ECHO).nest("/n", n -> n.put("/b", ECHO)).build();
        Answer answer = Answer.of(router, HttpMethod.OPTIONS, "*");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, PUT");
    }

    @Test
    void anyMethodCanBeRouted() {
        HttpMethod purge = HttpMethod.valueOf("PURGE");
        Router router = Router.builder().route(purge, "/cache", ECHO).build();
        assertThat(Answer.of(router, HttpMethod.valueOf("PURGE"), "/cache").body())
                .isEqualTo("PURGE /cache");
        assertThat(Answer.get(router, "/cache").header("Allow")).isEqualTo("OPTIONS, PURGE");
    }

    @Test
    void methodsAreMatchedByCase() {
        Router router = Router.builder().get("/a", ECHO).build();
        assertThat(Answer.of(router, HttpMethod.valueOf("get"), "/a").status()).isEqualTo(405);
    }
}
