package io.tako.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.Executions;
import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.handler.Input;
import io.tako.http.CookieKeys;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import jakarta.validation.Validation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class RouterBuildTest {

    private static final Handler OK = request -> Response.ok();

    private static List<String> problems(RouterBuilder builder) {
        InvalidRouteException thrown =
                catchThrowableOfType(InvalidRouteException.class, builder::build);
        assertThat(thrown).as("build() fails").isNotNull();
        assertThat(thrown.getMessage()).contains(thrown.problems());
        return thrown.problems();
    }

    private static Handler reads(Input.Kind kind, String name) {
        return new Handler() {
            @Override
            public @Nullable Response handle(Request request) {
                return Response.ok();
            }

            @Override
            public HandlerPlan plan() {
                return new HandlerPlan(
                        List.of(new Input(kind, name, String.class, true)),
                        BodyMode.NONE,
                        Execution.VIRTUAL_THREAD,
                        List.of());
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "users",
                "/a//b",
                "//",
                "/a{b}",
                "/{a}b",
                "/{}",
                "/{a b}",
                "/{1}",
                "/{*}",
                "/{*rest}/x",
                "/{*rest}/",
                "/{a}/{a}",
                "/{a}/{*a}",
                "/{a",
                "/a}",
                "/a?b",
                "/a#b",
                "/a%20b",
                "/a\\b",
                "/*",
                "/a/../b",
                "/./a",
                "/a\tb",
            })
    void aBadPatternIsNamed(String pattern) {
        assertThat(problems(Router.builder().get(pattern, OK)))
                .singleElement()
                .asString()
                .startsWith("GET " + pattern + ":");
    }

    @Test
    void aClashNamesBothRoutes() {
        assertThat(problems(Router.builder().get("/u/{id}", OK).get("/u/{name}", OK)))
                .containsExactly("GET /u/{name} matches the same requests as GET /u/{id}");
    }

    @Test
    void catchAllsOfTheSameShapeClash() {
        assertThat(problems(Router.builder().get("/f/{*a}", OK).get("/f/{*b}", OK)))
                .containsExactly("GET /f/{*b} matches the same requests as GET /f/{*a}");
    }

    @Test
    void aClashAcrossNestsIsFound() {
        assertThat(
                        problems(
                                Router.builder()
                                        .post("/a/b", OK)
                                        .nest("/a", a -> a.scope(s -> s.post("/b", OK)))))
                .containsExactly("POST /a/b matches the same requests as POST /a/b");
    }

    @Test
    void differentMethodsAndShapesDoNotClash() {
        assertThatNoException()
                .isThrownBy(
                        () ->
                                Router.builder()
                                        .get("/a/{b}", OK)
                                        .post("/a/{b}", OK)
                                        .get("/a/b", OK)
                                        .get("/a/{*b}", OK)
                                        .get("/a/", OK)
                                        .get("/a", OK)
                                        .build());
    }

    @Test
    void aPathVariableTheHandlerTakesMustBeInThePattern() {
        assertThat(problems(Router.builder().get("/u/{id}", reads(Input.Kind.PATH, "name"))))
                .singleElement()
                .asString()
                .contains("GET /u/{id}", "\"name\"");
        assertThatNoException()
                .isThrownBy(
                        () ->
                                Router.builder()
                                        .nest(
                                                "/u/{id}",
                                                u -> u.get("/x", reads(Input.Kind.PATH, "id")))
                                        .build());
    }

    @Test
    void validationNeedsAValidator() {
        Handler validated = reads(Input.Kind.VALIDATION, "");
        assertThat(problems(Router.builder().get("/v", validated)))
                .singleElement()
                .asString()
                .contains("GET /v", "validator");
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            RouterSettings settings =
                    RouterSettings.defaults().withValidator(factory.getValidator());
            assertThatNoException()
                    .isThrownBy(() -> Router.builder(settings).get("/v", validated).build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNED_COOKIE", "ENCRYPTED_COOKIE"})
    void protectedCookiesNeedKeys(String kind) {
        Handler handler = reads(Input.Kind.valueOf(kind), "session");
        assertThat(problems(Router.builder().get("/c", handler)))
                .singleElement()
                .asString()
                .contains("GET /c", "session", "cookie keys");
        RouterSettings settings =
                RouterSettings.defaults()
                        .withCookieKeys(CookieKeys.of(List.of("0123456789abcdef0123456789abcdef")));
        assertThatNoException()
                .isThrownBy(() -> Router.builder(settings).get("/c", handler).build());
    }

    @Test
    void aPrefixHasOneFallback() {
        assertThat(problems(Router.builder().fallback(OK).scope(s -> s.fallback(OK)))).hasSize(1);
        assertThat(
                        problems(
                                Router.builder()
                                        .nest("/a/{x}", a -> a.fallback(OK))
                                        .nest("/a/{y}", a -> a.fallback(OK))))
                .singleElement()
                .asString()
                .contains("/a/{x}", "/a/{y}");
    }

    @Test
    void aRouterHasOneMapperForAClass() {
        assertThat(
                        problems(
                                Router.builder()
                                        .onError(Exception.class, (e, r) -> "a")
                                        .onError(Exception.class, (e, r) -> "b")))
                .singleElement()
                .asString()
                .contains("java.lang.Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/", "a", "/{*rest}", "/a//b", ""})
    void aBadPrefixIsNamed(String prefix) {
        assertThat(problems(Router.builder().nest(prefix, n -> n.get("/x", OK))))
                .singleElement()
                .asString()
                .startsWith("prefix " + prefix + ":");
    }

    @Test
    void everythingThatIsWrongIsListed() {
        assertThat(
                        problems(
                                Router.builder()
                                        .get("bad", OK)
                                        .get("/a", OK)
                                        .get("/a", OK)
                                        .nest("/n", n -> n.get("/{", OK))
                                        .fallback(OK)
                                        .fallback(OK)))
                .hasSize(4);
    }

    @Test
    void aNestIsNotBuiltByItself() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Router.builder().nest("/a", RouterBuilder::build));
    }

    @Test
    void aNonBlockingRouterMarksItsRoutes() {
        Router router =
                Router.builder()
                        .get("/a", OK)
                        .nest(
                                "/n",
                                n ->
                                        n.get("/b", OK)
                                                .get("/c", Executions.offload(OK))
                                                .nonBlocking())
                        .build();
        assertThat(router.match(HttpMethod.GET, "/a").endpoint().execution())
                .isEqualTo(Execution.VIRTUAL_THREAD);
        assertThat(router.match(HttpMethod.GET, "/n/b").endpoint().execution())
                .isEqualTo(Execution.NON_BLOCKING);
        assertThat(router.match(HttpMethod.GET, "/n/c").endpoint().execution())
                .isEqualTo(Execution.OFFLOADED);
    }

    @Test
    void aMissRunsInlineUnlessMiddlewareIsAroundIt() {
        Router bare = Router.builder().get("/a", OK).build();
        Router wrapped =
                Router.builder().use((request, next) -> next.run(request)).get("/a", OK).build();
        assertThat(bare.match(HttpMethod.GET, "/x").endpoint().execution())
                .isEqualTo(Execution.NON_BLOCKING);
        assertThat(wrapped.match(HttpMethod.GET, "/x").endpoint().execution())
                .isEqualTo(Execution.VIRTUAL_THREAD);
    }

    @Test
    void routesKnowTheRouterTheyAreFor() {
        Routes routes = r -> r.get("/x", OK);
        Routes admin = Routes.named("admin", routes);
        RouterBuilder builder = Router.builder();
        admin.define(builder);
        assertThat(routes.router()).isEqualTo("main");
        assertThat(admin.router()).isEqualTo("admin");
        assertThat(builder.build().routes()).hasSize(1);
    }
}
