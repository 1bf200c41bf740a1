package io.tako.webflux;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.query;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.routing.Routes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/** A target means the same to a route whether or not there are filters before it. */
final class TargetDoorsTest {

    /** Browsers send most of these as they are. */
    private static final String ODD = "{}|^`[]";

    static Stream<Arguments> doors() {
        return Engine.doors(Routed.class, Filtered.class);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void oddCharactersAreTaken(Engine engine, List<Class<?>> application) throws Exception {
        try (var context = engine.start(application, Engine.NO_SECURITY)) {
            int port = Engine.port(context);
            for (char odd : ODD.toCharArray()) {
                assertThat(ask(port, "/item/a" + odd + "b"))
                        .as("path with %s", odd)
                        .isEqualTo("200 a" + odd + "b");
                assertThat(ask(port, "/query?v=a" + odd + "b"))
                        .as("query with %s", odd)
                        .isEqualTo("200 a" + odd + "b");
            }
            assertThat(ask(port, "/item/a%7Cb")).isEqualTo("200 a|b");
            assertThat(ask(port, "/query?v=100%25")).isEqualTo("200 100%");
        }
    }

    private static String ask(int port, String target) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            var reply = client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").reply();
            return reply.status() + " " + reply.text();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Routed {

        @Bean
        Routes targets() {
            return routes ->
                    routes.get("/item/{name}", handle(path("name", String.class), name -> name))
                            .get("/query", handle(query("v"), value -> value));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter passing() {
            return (exchange, chain) -> chain.filter(exchange);
        }
    }
}
