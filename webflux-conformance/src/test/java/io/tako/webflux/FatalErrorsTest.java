package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.routing.Routes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * What Reactor throws past everybody who subscribes, as a class that cannot be loaded: somebody
 * still waits for an answer.
 */
final class FatalErrorsTest {

    private static Object missing() {
        throw new NoClassDefFoundError("com/example/Missing");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void isAnsweredWhereverItIsThrown(Engine engine, List<Class<?>> configurations)
            throws Exception {
        try (var context = engine.start(configurations, Engine.NO_SECURITY)) {
            Visitor visitor = new Visitor(context);
            for (String path :
                    List.of(
                            "/route/thrown",
                            "/route/inline",
                            "/route/later",
                            "/page/thrown",
                            "/page/later")) {
                assertThat(visitor.get("", path).statusCode()).as(path).isEqualTo(500);
            }
            if (configurations.contains(Filter.class)) {
                assertThat(visitor.get("", "/fine?before").statusCode()).isEqualTo(500);
            }
            assertThat(visitor.get("", "/fine").body()).isEqualTo("fine");
        }
    }

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Filter.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes failing() {
            return routes ->
                    routes.get("/fine", handle(() -> "fine"))
                            .get("/route/thrown", handle(() -> missing()))
                            .get("/route/inline", nonBlocking(handle(() -> missing())))
                            .get("/route/later", handle(() -> Mono.fromSupplier(() -> missing())));
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    @RestController
    static class Pages {

        @GetMapping("/page/thrown")
        Object thrown() {
            return missing();
        }

        @GetMapping("/page/later")
        Mono<Object> later() {
            return Mono.fromSupplier(FatalErrorsTest::missing);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filter {

        @Bean
        WebFilter failingFilter() {
            return (exchange, chain) ->
                    "before".equals(exchange.getRequest().getURI().getQuery())
                            ? Mono.fromSupplier(FatalErrorsTest::missing).then()
                            : chain.filter(exchange);
        }
    }
}
