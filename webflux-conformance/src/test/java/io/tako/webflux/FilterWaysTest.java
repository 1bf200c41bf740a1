package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.routing.Routes;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/** What stands before a route without being a filter bean, and what filters make of a path. */
final class FilterWaysTest {

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aFilterThatIsNoBeanIsPassed(Engine engine) throws Exception {
        try (var context =
                engine.start(List.of(Application.class, Customized.class), Engine.NO_SECURITY)) {
            assertRefused(new Visitor(context), "/route", "/none", "/nest/none");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aHandlerOfTheApplicationIsPassed(Engine engine) throws Exception {
        try (var context =
                engine.start(List.of(Application.class, OwnHandler.class), Engine.NO_SECURITY)) {
            assertRefused(new Visitor(context), "/route", "/none");
            HttpResponse<String> open =
                    new Visitor(context).send("GET", "/route", "", "Key", "opens");
            assertThat(open.body()).isEqualTo("route");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void aRouteIsFoundByThePathThatFiltersLeft(Engine engine) throws Exception {
        for (String webFlux : List.of("spring.main.banner-mode=off", Engine.NO_WEBFLUX)) {
            try (var context =
                    engine.start(
                            List.of(Application.class, Rewriting.class),
                            Engine.NO_SECURITY,
                            webFlux)) {
                Visitor visitor = new Visitor(context);
                assertThat(visitor.get("", "/alias").body()).isEqualTo("route");
                HttpResponse<String> away = visitor.get("", "/route");
                assertThat(away.statusCode()).isEqualTo(404);
                assertThat(away.body()).isNotEqualTo("route");
                HttpResponse<String> within = visitor.get("", "/nest/away");
                assertThat(within.statusCode()).isEqualTo(404);
                assertThat(within.body()).doesNotContain("fallback");
            }
        }
    }

    private static void assertRefused(Visitor visitor, String... paths) throws Exception {
        for (String path : paths) {
            assertThat(visitor.get("", path).statusCode()).as(path).isEqualTo(403);
        }
    }

    /** Refuses who has no key. */
    private static WebFilter key() {
        return (exchange, chain) -> {
            if ("opens".equals(exchange.getRequest().getHeaders().getFirst("Key"))) {
                return chain.filter(exchange);
            }
            exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
            return exchange.getResponse().setComplete();
        };
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get("/route", handle(() -> "route"))
                            .nest("/nest", inner -> inner.fallback(handle(() -> "fallback")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        WebHttpHandlerBuilderCustomizer customizer() {
            return builder -> builder.filter(key());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnHandler {

        @Bean
        HttpHandler own(ApplicationContext context) {
            return WebHttpHandlerBuilder.applicationContext(context).filter(key()).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Rewriting {

        @Bean
        WebFilter rewriting() {
            return (exchange, chain) -> {
                String path = exchange.getRequest().getPath().value();
                String other =
                        switch (path) {
                            case "/alias" -> "/route";
                            case "/route", "/nest/away" -> "/elsewhere";
                            default -> path;
                        };
                return chain.filter(
                        exchange.mutate().request(request -> request.path(other)).build());
            };
        }
    }
}
