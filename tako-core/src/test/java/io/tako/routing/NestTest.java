package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.http.Response;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class NestTest {

    private static final Handler ECHO =
            request -> Response.text(request.matchedPath() + " " + request.pathVariables());

    private static Handler says(String text) {
        return request -> Response.text(text + " " + request.pathVariables());
    }

    @Test
    void theRootOfANestIsItsPrefix() {
        Router router = Router.builder().nest("/admin", n -> n.get("/", ECHO)).build();
        assertThat(Answer.get(router, "/admin").body()).isEqualTo("/admin {}");
        assertThat(Answer.get(router, "/admin/").status()).isEqualTo(404);
    }

    @Test
    void patternsOfANestFollowThePrefix() {
        Router router =
                Router.builder()
                        .nest("/a/{x}", a -> a.nest("/b", b -> b.get("/{y}/{*z}", ECHO)))
                        .build();
        assertThat(Answer.get(router, "/a/1/b/2/3/4").body())
                .isEqualTo("/a/{x}/b/{y}/{*z} {x=1, y=2, z=3/4}");
    }

    @Test
    void aNestAndTheRouterAroundItMatchTogether() {
        Router router =
                Router.builder()
                        .get("/a/{x}", ECHO)
                        .nest("/a", a -> a.get("/b", ECHO).post("/c", ECHO))
                        .build();
        assertThat(Answer.get(router, "/a/b").body()).isEqualTo("/a/b {}");
        assertThat(Answer.get(router, "/a/c").body()).isEqualTo("/a/{x} {x=c}");
    }

    @Test
    void aScopeHasNoPrefix() {
        Router router = Router.builder().scope(s -> s.get("/a", ECHO)).build();
        assertThat(Answer.get(router, "/a").body()).isEqualTo("/a {}");
    }

    @Test
    void theFallbackOfTheLongestPrefixAnswers() {
        Router router =
                Router.builder()
                        .fallback(says("root"))
                        .nest(
                                "/a",
                                a ->
                                        a.fallback(says("a"))
                                                .nest("/b", b -> b.fallback(says("b")))
                                                .nest("/c", c -> c.get("/x", ECHO)))
                        .build();
        assertThat(Answer.get(router, "/zzz").body()).isEqualTo("root {}");
        assertThat(Answer.get(router, "/ab").body()).isEqualTo("root {}");
        assertThat(Answer.get(router, "//").body()).isEqualTo("root {}");
        assertThat(Answer.get(router, "/a").body()).isEqualTo("a {}");
        assertThat(Answer.get(router, "/a/").body()).isEqualTo("a {}");
        assertThat(Answer.get(router, "/a/zzz").body()).isEqualTo("a {}");
        assertThat(Answer.get(router, "/a/c/zzz").body()).isEqualTo("a {}");
        assertThat(Answer.get(router, "/a/b/zzz/1").body()).isEqualTo("b {}");
    }

    @Test
    void aFallbackHasTheVariablesOfItsPrefix() {
        Router router =
                Router.builder()
                        .nest("/t/{tenant}", t -> t.fallback(says("tenant")))
                        .nest("/t/main", t -> t.fallback(says("main")))
                        .build();
        assertThat(Answer.get(router, "/t/a%20b/zzz").body()).isEqualTo("tenant {tenant=a b}");
        assertThat(Answer.get(router, "/t/main/zzz").body()).isEqualTo("main {}");
        assertThat(Answer.get(router, "/t//zzz").status()).isEqualTo(404);
    }

    @Test
    void aLongerPrefixWithAVariableWinsOverAShorterOneOfText() {
        Router router =
                Router.builder()
                        .nest("/a/b", n -> n.fallback(says("text")))
                        .nest("/{x}/b/c", n -> n.fallback(says("longer")))
                        .build();
        assertThat(Answer.get(router, "/a/b/c/d").body()).isEqualTo("longer {x=a}");
        assertThat(Answer.get(router, "/a/b/d").body()).isEqualTo("text {}");
    }

    @Test
    void aFallbackDoesNotAnswerForOtherMethods() {
        Router router = Router.builder().get("/a", ECHO).fallback(says("root")).build();
        assertThat(Answer.of(router, HttpMethod.POST, "/a").status()).isEqualTo(405);
    }

    @Test
    void aFallbackMatchesNoPattern() {
        Router router =
                Router.builder()
                        .nest(
                                "/a",
                                a -> a.fallback(r -> Response.text("[" + r.matchedPath() + "]")))
                        .build();
        assertThat(Answer.get(router, "/a/x").body()).isEqualTo("[]");
        assertThat(router.match(HttpMethod.GET, "/a/x").endpoint().describe())
                .isEqualTo("fallback /a");
    }
}
