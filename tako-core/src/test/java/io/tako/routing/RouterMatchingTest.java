package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tako.handler.Handler;
import io.tako.http.Response;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class RouterMatchingTest {

    /** Says which pattern matched and with what values. */
    private static final Handler ECHO =
            request -> Response.text(request.matchedPath() + " " + request.pathVariables());

    private final Router router =
            Router.builder()
                    .get("/", ECHO)
                    .get("/users", ECHO)
                    .get("/users/me", ECHO)
                    .get("/users/{id}", ECHO)
                    .get("/users/{id}/posts/{post}", ECHO)
                    .get("/users/me/settings", ECHO)
                    .get("/usage", ECHO)
                    .get("/files/{*path}", ECHO)
                    .get("/files/{name}", ECHO)
                    .get("/files/readme", ECHO)
                    .get("/käse/ß", ECHO)
                    .get("/slash/", ECHO)
                    .build();

    private String body(String target) {
        return Answer.get(router, target).body();
    }

    private int status(String target) {
        return Answer.get(router, target).status();
    }

    @Test
    void theRootIsAPathLikeAnyOther() {
        assertThat(body("/")).isEqualTo("/ {}");
    }

    @Test
    void textMatchesItselfAlone() {
        assertThat(body("/users")).isEqualTo("/users {}");
        assertThat(body("/usage")).isEqualTo("/usage {}");
        assertThat(status("/us")).isEqualTo(404);
        assertThat(status("/usersx")).isEqualTo(404);
        assertThat(status("/Users")).isEqualTo(404);
    }

    @Test
    void aVariableIsOneSegment() {
        assertThat(body("/users/7")).isEqualTo("/users/{id} {id=7}");
        assertThat(status("/users/7/8")).isEqualTo(404);
    }

    @Test
    void variablesComeInTheOrderOfThePattern() {
        assertThat(body("/users/7/posts/a-b"))
                .isEqualTo("/users/{id}/posts/{post} {id=7, post=a-b}");
    }

    @Test
    void aVariableIsNeverEmpty() {
        assertThat(status("/users/")).isEqualTo(404);
        assertThat(status("/users//posts/1")).isEqualTo(404);
    }

    @Test
    void textWinsOverAVariable() {
        assertThat(body("/users/me")).isEqualTo("/users/me {}");
    }

    @Test
    void aWayOfTextThatEndsIsLeftForAVariable() {
        assertThat(body("/users/me/posts/1")).isEqualTo("/users/{id}/posts/{post} {id=me, post=1}");
        assertThat(body("/users/me2")).isEqualTo("/users/{id} {id=me2}");
        assertThat(body("/users/m")).isEqualTo("/users/{id} {id=m}");
    }

    @Test
    void aVariableWinsOverACatchAll() {
        assertThat(body("/files/a")).isEqualTo("/files/{name} {name=a}");
        assertThat(body("/files/readme")).isEqualTo("/files/readme {}");
        assertThat(body("/files/readme/x")).isEqualTo("/files/{*path} {path=readme/x}");
    }

    @Test
    void aCatchAllTakesTheRestWithItsSlashes() {
        assertThat(body("/files/a/b/c.txt")).isEqualTo("/files/{*path} {path=a/b/c.txt}");
        assertThat(body("/files/a/b/")).isEqualTo("/files/{*path} {path=a/b/}");
    }

    @Test
    void aCatchAllIsEmptyOnlyBehindASlash() {
        assertThat(body("/files/")).isEqualTo("/files/{*path} {path=}");
        assertThat(status("/files")).isEqualTo(404);
    }

    @Test
    void aSlashAtTheEndMakesAnotherPath() {
        assertThat(body("/slash/")).isEqualTo("/slash/ {}");
        assertThat(status("/slash")).isEqualTo(404);
        assertThat(status("/usage/")).isEqualTo(404);
    }

    @Test
    void textOfAPatternIsWrittenDecoded() {
        assertThat(body("/k%C3%A4se/%c3%9f")).isEqualTo("/käse/ß {}");
    }

    @Test
    void theQueryIsNoPartOfThePath() {
        assertThat(body("/users/7?x=/y")).isEqualTo("/users/{id} {id=7}");
    }

    @Test
    void anAbsoluteTargetIsMatchedByItsPath() {
        assertThat(body("http://example.com/users/7?x=1")).isEqualTo("/users/{id} {id=7}");
        assertThat(body("http://example.com")).isEqualTo("/ {}");
        assertThat(body("http://example.com?a=/users")).isEqualTo("/ {}");
    }

    @Test
    void theSamePathsMayBearDifferentVariableNamesByMethod() {
        Router two = Router.builder().get("/a/{x}", ECHO).delete("/a/{y}", ECHO).build();
        assertThat(Answer.get(two, "/a/1").body()).isEqualTo("/a/{x} {x=1}");
        assertThat(Answer.of(two, HttpMethod.DELETE, "/a/1").body()).isEqualTo("/a/{y} {y=1}");
    }

    @Test
    void aMatchWithoutVariablesIsAlwaysTheSameInstance() {
        assertThat(router.match(HttpMethod.GET, "/users/me"))
                .isSameAs(router.match(HttpMethod.GET, "/users/me"));
    }

    @Test
    void aMatchWithoutVariablesAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        matchOften();
        long before = threads.getCurrentThreadAllocatedBytes();
        matchOften();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(10_000);
    }

    private void matchOften() {
        for (int i = 0; i < 10_000; i++) {
            router.match(HttpMethod.GET, "/users/me/settings");
        }
    }

    @Test
    void tenThousandRoutesAreAllFound() {
        RouterBuilder builder = Router.builder();
        for (int i = 0; i < 5_000; i++) {
            builder.get("/r" + i + "/{id}", ECHO).get("/static/r" + i, ECHO);
        }
        Router big = builder.build();
        for (int i = 0; i < 5_000; i++) {
            assertThat(big.match(HttpMethod.GET, "/r" + i + "/x").endpoint().pattern())
                    .isEqualTo("/r" + i + "/{id}");
            assertThat(big.match(HttpMethod.GET, "/static/r" + i).endpoint().pattern())
                    .isEqualTo("/static/r" + i);
        }
    }

    @Test
    void endpointsAreNumberedWithoutGaps() {
        boolean[] seen = new boolean[router.endpointCount()];
        for (String path : new String[] {"/", "/users", "/users/1", "/nowhere", "/%"}) {
            seen[router.match(HttpMethod.GET, path).endpoint().index()] = true;
        }
        assertThat(router.match(HttpMethod.POST, "/users").endpoint().index())
                .isBetween(0, router.endpointCount() - 1);
        int distinct = 0;
        for (boolean one : seen) {
            distinct += one ? 1 : 0;
        }
        assertThat(distinct).isEqualTo(5);
    }

    @Test
    void anEndpointNamesMethodAndPattern() {
        Endpoint endpoint = router.match(HttpMethod.GET, "/users/1").endpoint();
        assertThat(endpoint.describe()).isEqualTo("GET /users/{id}");
        assertThat(endpoint.pattern()).isEqualTo("/users/{id}");
    }

    @Test
    void routesAreListedAsDeclared() {
        Router small = Router.builder().nest("/n", n -> n.post("/x", ECHO)).get("/a", ECHO).build();
        assertThat(small.routes().stream().map(Route::toString))
                .containsExactly("GET /a", "POST /n/x");
    }
}
