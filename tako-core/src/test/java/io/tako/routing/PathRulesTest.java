package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class PathRulesTest {

    private static final Handler ECHO =
            request -> Response.text(String.join(",", request.pathVariables().values()));

    private final Router router =
            Router.builder()
                    .get("/v/{x}", ECHO)
                    .get("/v/{x}/{y}", ECHO)
                    .get("/f/{*rest}", ECHO)
                    .get("/a/b", request -> Response.text("a, b"))
                    .build();

    @ParameterizedTest
    @CsvSource({
        "/v/a%20b, a b",
        "/v/%41, A",
        "/v/%E2%82%AC, €",
        "/v/%F0%9F%90%99, 🐙",
        "/v/a+b, a+b",
        "/v/a%2Fb, a/b",
        "/v/a%2fb, a/b",
        "/v/%2F, /",
        "/v/%252F, %2F",
        "/v/%2525, %25",
        "/v/a%5Cb, a\\b",
        "/v/..., ...",
        "/v/.hidden, .hidden",
        "/v/a.., a..",
        "/v/a;b=c, a;b=c",
        "/f/a%2Fb, a%2Fb",
        "/f/%2Fetc/passwd, %2Fetc/passwd",
        "/f/a%20b/c, a b/c",
        "/f/..., ...",
        "/%61/b, 'a, b'",
    })
    void isDecodedOnceAndMatched(String path, String values) {
        Answer answer = Answer.get(router, path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v/%",
                "/v/%2",
                "/v/%zz",
                "/v/%2g",
                "/v/%-1",
                "/v/%C3",
                "/v/%C0%AF",
                "/v/%ED%A0%80",
                "/v/%F5%80%80%80",
                "/v/%80",
                "/v/%00",
                "/v/a%00b",
                "/v/%0d%0a",
                "/v/%7F",
                "/v/%C2%85",
                "/v/a\tb",
                "/v/é",
                "/f/.",
                "/f/..",
                "/f/../x",
                "/f/a/../b",
                "/f/a/./b",
                "/f/%2e%2e/x",
                "/f/%2E/x",
                "/f/.%2e",
                "/f/..%2Fx",
                "/v/%2e%2e%2fetc",
                "/v/..%5Cetc",
                "/..",
                "/nowhere/..",
                "v/1",
                "*",
            })
    void isRefusedWith400(String path) {
        Answer answer = Answer.get(router, path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "//v/1",
                "/v//1",
                "/v/1//",
                "/v/",
                "/a%2Fb",
                "/a//b",
                "/f//etc/passwd",
                "/f/a//b",
                "/f/a\\b",
                "/f/%5C%5Chost/share",
                "/f%2Fa",
                "/f",
            })
    void isNoMatchAndAnswers404(String path) {
        assertThat(Answer.get(router, path).status()).isEqualTo(404);
    }

    @Test
    void anEncodedSlashSeparatesNothing() {
        assertThat(router.match(HttpMethod.GET, "/v/a%2Fb").endpoint().pattern())
                .isEqualTo("/v/{x}");
        assertThat(router.match(HttpMethod.GET, "/v/a/b").endpoint().pattern())
                .isEqualTo("/v/{x}/{y}");
    }

    @Test
    void aPathWithNothingToDecodeIsNotCopied() {
        String path = new String("/v/plain");
        assertThat(PathText.decode(path)).isSameAs(path);
    }

    @Test
    void theRequestKeepsThePathAsItWasSent() {
        Router raw =
                Router.builder().get("/v/{x}", request -> Response.text(request.path())).build();
        assertThat(Answer.get(raw, "/v/a%20b?q").body()).isEqualTo("/v/a%20b");
    }

    @Test
    void aProblemDoesNotRepeatThePath() {
        assertThat(Answer.get(router, "/v/secret%zz").body()).doesNotContain("secret");
        assertThat(Answer.get(router, "/secret").body()).doesNotContain("secret");
    }
}
