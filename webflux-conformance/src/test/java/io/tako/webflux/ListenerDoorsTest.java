package io.tako.webflux;

import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.tako.routing.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/** Named listeners: no way around what stands before the primary one, and no way to what it has. */
final class ListenerDoorsTest {

    private static final String MODE = "REACTOR_NETTY";
    private static final List<String> LISTENERS =
            List.of(
                    "tako.listeners.back.port=0",
                    "tako.listeners.back.router=back",
                    "tako.listeners.side.port=0",
                    "management.endpoints.web.exposure.include=*");

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void springSecurityGuardsEveryListener(Engine engine) throws IOException {
        try (var context =
                engine.start(List.of(Site.class, Guard.LENIENT.configuration()), with())) {
            for (String listener : List.of("primary", "side", "back")) {
                int port = port(context, listener);
                for (String trick :
                        List.of("/admin/who", "//admin/who", "/admin/./who", "/admin/who;a=b")) {
                    assertThat(get(port, trick, null).body())
                            .as(listener + trick)
                            .doesNotContain("it is");
                }
                assertThat(get(port, "/admin/who", null).status()).isEqualTo(401);
                assertThat(get(port, "/admin/who", "ada").status()).isEqualTo(403);
                Answer admitted = get(port, "/admin/who", "root");
                assertThat(admitted.body()).as(listener).startsWith("it is root at ");
                assertThat(admitted.field("x-content-type-options")).isEqualTo("nosniff");
            }
            assertThat(get(port(context, "back"), "/admin/who", "root").body())
                    .isEqualTo("it is root at back");
            assertThat(get(port(context, "side"), "/admin/who", "root").body())
                    .isEqualTo("it is root at main");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void everyListenerStandsBehindTheGuardsThatAreNotSecuritys(Engine engine) throws IOException {
        for (Guard guard : List.of(Guard.FILTER, Guard.DECORATOR)) {
            try (var context =
                    engine.start(
                            List.of(Site.class, guard.configuration()), with(Engine.NO_SECURITY))) {
                for (String listener : List.of("primary", "side", "back")) {
                    int port = port(context, listener);
                    assertThat(get(port, "/admin/who", null).status()).isEqualTo(401);
                    assertThat(get(port, "/open", null).body()).startsWith("open at ");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void listenerWithARouterOfItsOwnServesNothingElse(Engine engine) throws IOException {
        for (Class<?> filters : List.of(NoFilter.class, Decorating.class)) {
            try (var context =
                    engine.start(List.of(Site.class, filters), with(Engine.NO_SECURITY))) {
                int back = port(context, "back");
                assertThat(get(back, "/open", null).body()).isEqualTo("open at back");
                assertThat(get(back, "/spring", null).status()).isEqualTo(404);
                assertThat(get(back, "/actuator/health", null).status()).isEqualTo(404);
                assertThat(get(back, "/main", null).status()).isEqualTo(404);
                for (String shared : List.of("primary", "side")) {
                    int port = port(context, shared);
                    assertThat(get(port, "/open", null).body()).isEqualTo("open at main");
                    assertThat(get(port, "/spring", null).body()).isEqualTo("spring");
                    assertThat(get(port, "/actuator/health", null).status()).isEqualTo(200);
                    assertThat(get(port, "/back", null).status()).isEqualTo(404);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void filtersStandBeforeListenersOfAnApplicationWithoutWebFlux(Engine engine)
            throws IOException {
        try (var context =
                engine.start(
                        List.of(BackRoutes.class, Guard.FILTER.configuration()),
                        with(Engine.NO_SECURITY, Engine.NO_WEBFLUX))) {
            int back = port(context, "back");
            assertThat(get(back, "/admin/who", null).status()).isEqualTo(401);
            assertThat(get(back, "/open", null).body()).isEqualTo("open at back");
            assertThat(get(back, "/main", null).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = MODE, mode = EnumSource.Mode.EXCLUDE)
    void everyListenerIsShownAndMeasuredAndManagementOpensNoneAgain(Engine engine)
            throws IOException {
        try (var context =
                engine.start(Site.class, with(Engine.NO_SECURITY, "management.server.port=0"))) {
            get(port(context, "back"), "/open", null);
            String json =
                    get(ManagementPortTest.managementPort(context), "/actuator/tako", null).body();
            assertThat(JsonPath.<List<String>>read(json, "$.listeners[*].name"))
                    .containsExactlyInAnyOrder("primary", "back", "side", "management");
            assertThat(JsonPath.<List<String>>read(json, "$.listeners[?(@.name=='back')].router"))
                    .containsExactly("back");
            assertThat(
                            context.getBean(MeterRegistry.class)
                                    .get("tako.connections.accepted")
                                    .tag("listener", "back")
                                    .functionCounter()
                                    .count())
                    .isEqualTo(1);
        }
    }

    private static String[] with(String... more) {
        return Stream.concat(Stream.of(more), LISTENERS.stream()).toArray(String[]::new);
    }

    private static Answer get(int port, String path, @Nullable String user) throws IOException {
        Call call =
                user == null
                        ? Call.get(path, path)
                        : Call.get(path, path, "Authorization", Caller.basic(user, "secret"));
        return Answer.to(call, port);
    }

    private static int port(ApplicationContext context, String listener) {
        return Objects.requireNonNull(
                context.getEnvironment()
                        .getProperty("local.tako." + listener + ".port", Integer.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class BackRoutes {

        @Bean
        Routes main() {
            return routes ->
                    routes.get("/open", handle(() -> "open at main"))
                            .get("/main", handle(() -> "main"))
                            .get(
                                    "/admin/who",
                                    handle(
                                            principal(),
                                            who -> "it is " + who.getName() + " at main"));
        }

        @Bean
        Routes back() {
            return Routes.named(
                    "back",
                    routes ->
                            routes.get("/open", handle(() -> "open at back"))
                                    .get("/back", handle(() -> "back"))
                                    .get(
                                            "/admin/who",
                                            handle(
                                                    principal(),
                                                    who -> "it is " + who.getName() + " at back")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Site extends BackRoutes {

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/spring")
        String spring() {
            return "spring";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NoFilter {}

    /** Puts itself around requests, so that what is underneath has to be looked for. */
    @Configuration(proxyBeanMethods = false)
    static class Decorating {

        @Bean
        WebFilter around() {
            return (exchange, chain) -> {
                ServerHttpRequest request =
                        new ServerHttpRequestDecorator(
                                exchange.getRequest().mutate().header("X-Seen", "yes").build());
                return chain.filter(exchange.mutate().request(request).build());
            };
        }
    }
}
