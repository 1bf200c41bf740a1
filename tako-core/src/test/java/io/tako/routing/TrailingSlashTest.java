package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class TrailingSlashTest {

    private static final Handler OK = request -> Response.ok();

    private final Router router =
            Router.builder()
                    .redirectTrailingSlash()
                    .get("/", OK)
                    .get("/a", OK)
                    .get("/dir/", OK)
                    .get("/v/{x}", OK)
                    .get("/f/{*rest}", OK)
                    .nest("/admin", n -> n.get("/", OK))
                    .build();

    @ParameterizedTest
    @CsvSource({
        "/a/, /a",
        "/a/?x=1&y=/, /a?x=1&y=/",
        "/a/?, /a?",
        "/dir, /dir/",
        "/v/a%20b/, /v/a%20b",
        "/v/a%2Fb/, /v/a%2Fb",
        "/f, /f/",
        "/admin/, /admin",
    })
    void isSentToTheOtherSpelling(String target, String location) {
        Answer answer = Answer.get(router, target);
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.header("Location")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "//evil.example/",
                "//evil.example//",
                "/a//",
                "/v//",
                "/nowhere/",
                "/v/\\evil.example/",
                "/v/%5Cevil.example/",
            })
    void isNotSentAnywhere(String target) {
        Answer answer = Answer.get(router, target);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Location")).isNull();
    }

    @Test
    void noPathBecomesAnotherHost() {
        Router loose =
                Router.builder()
                        .redirectTrailingSlash()
                        .get("/{x}", OK)
                        .get("/{x}/{y}", OK)
                        .build();
        for (String target :
                new String[] {"//evil.example/", "/\\evil.example/", "/%5Cevil.example/"}) {
            assertThat(Answer.get(loose, target).header("Location")).isNull();
        }
        assertThat(Answer.get(loose, "/%2Fevil.example/").header("Location"))
                .isEqualTo("/%2Fevil.example");
    }

    @Test
    void aQueryThatCannotStandInAFieldIsEncoded() {
        assertThat(Answer.get(router, "/a/?q=ä\r\nX: y").header("Location"))
                .isEqualTo("/a?q=%C3%A4%0D%0AX:%20y");
    }

    @Test
    void isNotDoneUnlessAsked() {
        Router plain = Router.builder().get("/a", OK).build();
        assertThat(Answer.get(plain, "/a/").status()).isEqualTo(404);
    }

    @Test
    void isDoneForTheRoutesOfTheNestThatAsks() {
        Router some =
                Router.builder()
                        .get("/a", OK)
                        .nest("/n", n -> n.redirectTrailingSlash().get("/b", OK))
                        .build();
        assertThat(Answer.get(some, "/a/").status()).isEqualTo(404);
        assertThat(Answer.get(some, "/n/b/").status()).isEqualTo(308);
    }

    @Test
    void isDoneForMethodsTheRouteAnswers() {
        assertThat(Answer.of(router, HttpMethod.HEAD, "/a/").status()).isEqualTo(308);
        assertThat(Answer.of(router, HttpMethod.POST, "/a/").status()).isEqualTo(404);
    }

    @Test
    void comesBeforeAFallback() {
        Router fallback =
                Router.builder().redirectTrailingSlash().get("/a", OK).fallback(OK).build();
        assertThat(Answer.get(fallback, "/a/").status()).isEqualTo(308);
        assertThat(Answer.get(fallback, "/b/").status()).isEqualTo(200);
    }
}
