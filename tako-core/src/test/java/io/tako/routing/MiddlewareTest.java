package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Handler;
import io.tako.handler.Middleware;
import io.tako.http.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

class MiddlewareTest {

    private final List<String> log = new ArrayList<>();

    private final Handler handler =
            request -> {
                log.add("handler");
                return Response.ok();
            };

    private Middleware named(String name) {
        return (request, next) -> {
            log.add(name);
            Response response = next.run(request);
            log.add("/" + name);
            return response;
        };
    }

    private List<String> ran(Router router, String path) {
        log.clear();
        Answer.get(router, path);
        return List.copyOf(log);
    }

    @Test
    void runsFromTheOutermostRouterToTheHandler() {
        Router router =
                Router.builder()
                        .use(named("root1"), named("root2"))
                        .nest(
                                "/n",
                                n ->
                                        n.use(named("nest"))
                                                .get(
                                                        "/a",
                                                        handler.with(named("own1"), named("own2"))))
                        .build();
        assertThat(ran(router, "/n/a"))
                .containsExactly(
                        "root1", "root2", "nest", "own1", "own2", "handler", "/own2", "/own1",
                        "/nest", "/root2", "/root1");
    }

    @Test
    void holdsForRoutesDeclaredBeforeIt() {
        Router router = Router.builder().get("/a", handler).use(named("root")).build();
        assertThat(ran(router, "/a")).containsExactly("root", "handler", "/root");
    }

    @Test
    void ofAScopeLeavesItsSiblingsAlone() {
        Router router =
                Router.builder()
                        .scope(s -> s.use(named("scope")).get("/a", handler))
                        .get("/b", handler)
                        .build();
        assertThat(ran(router, "/a")).contains("scope");
        assertThat(ran(router, "/b")).containsExactly("handler");
    }

    @Test
    void ofTheRootIsAroundEveryMiss() {
        Router router =
                Router.builder()
                        .use(named("root"))
                        .get("/a", handler)
                        .redirectTrailingSlash()
                        .build();
        assertThat(ran(router, "/nowhere")).containsExactly("root", "/root");
        assertThat(ran(router, "/%")).containsExactly("root", "/root");
        assertThat(ran(router, "/a/")).containsExactly("root", "/root");
        log.clear();
        Answer.of(router, HttpMethod.POST, "/a");
        Answer.of(router, HttpMethod.OPTIONS, "/a");
        Answer.of(router, HttpMethod.OPTIONS, "*");
        assertThat(log).containsExactly("root", "/root", "root", "/root", "root", "/root");
    }

    @Test
    void ofANestIsAroundOtherMethodsOfItsRoutes() {
        Router router =
                Router.builder().nest("/n", n -> n.use(named("nest")).get("/a", handler)).build();
        Answer.of(router, HttpMethod.OPTIONS, "/n/a");
        Answer.of(router, HttpMethod.POST, "/n/a");
        assertThat(log).containsExactly("nest", "/nest", "nest", "/nest");
        assertThat(ran(router, "/n/b")).isEmpty();
    }

    @Test
    void aroundOtherMethodsIsWhatAllRoutesOfThePathShare() {
        Router router =
                Router.builder()
                        .use(named("root"))
                        .scope(s -> s.use(named("one")).get("/a", handler))
                        .scope(s -> s.use(named("two")).post("/a", handler))
                        .build();
        Answer.of(router, HttpMethod.PUT, "/a");
        assertThat(log).containsExactly("root", "/root");
    }

    @Test
    void ofANestIsAroundItsFallback() {
        Router router =
                Router.builder()
                        .use(named("root"))
                        .nest("/n", n -> n.use(named("nest")).fallback(handler))
                        .build();
        assertThat(ran(router, "/n/x"))
                .containsExactly("root", "nest", "handler", "/nest", "/root");
    }

    @Test
    void mayAnswerInstead() {
        Router router =
                Router.builder()
                        .use((request, next) -> Response.of(HttpStatus.FORBIDDEN))
                        .get("/a", handler)
                        .build();
        assertThat(Answer.get(router, "/a").status()).isEqualTo(403);
        assertThat(log).isEmpty();
    }

    @Test
    void mayChangeTheResponse() {
        Router router =
                Router.builder()
                        .use((request, next) -> next.run(request).header("X-A", "1"))
                        .get("/a", handler)
                        .build();
        assertThat(Answer.get(router, "/a").header("X-A")).isEqualTo("1");
        assertThat(Answer.get(router, "/b").header("X-A")).isEqualTo("1");
    }

    @Test
    void mayRunTheRestAgain() {
        Router router =
                Router.builder()
                        .use(
                                (request, next) -> {
                                    next.run(request);
                                    return next.run(request);
                                })
                        .get("/a", handler)
                        .build();
        assertThat(ran(router, "/a")).containsExactly("handler", "handler");
    }

    @Test
    @SuppressWarnings("NullAway") // what code without the check may do
    void thatReturnsNothingAnswers500() {
        Router router = Router.builder().use((request, next) -> null).get("/a", handler).build();
        assertThat(Answer.get(router, "/a").status()).isEqualTo(500);
    }
}
