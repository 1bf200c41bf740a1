package io.tako.test.slice;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Middleware;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.runtime.TakoRuntime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a slice of routes has in it, and what it has not. */
@TakoTest(properties = "greeting=Hi")
final class TakoTestTest {

    @Autowired private ApplicationContext context;
    @Autowired private WebTestClient client;

    @Test
    void routesAreAnsweredBehindTheirMiddleware() {
        client.get()
                .uri("/greeting")
                .exchange()
                .expectHeader()
                .valueEquals("seen", "yes")
                .expectBody(String.class)
                .isEqualTo("Hi");
    }

    @Test
    void nothingElseIsThere() {
        assertThat(context.getBeanProvider(TakoRuntime.class).getIfAvailable()).isNull();
        assertThat(context.getBeanProvider(Costly.class).getIfAvailable()).isNull();
    }

    /** The application of the test. */
    @SpringBootApplication
    static class Application {}

    @Component
    static class Greetings implements Routes {

        private final String greeting;

        Greetings(@org.springframework.beans.factory.annotation.Value("${greeting}") String text) {
            this.greeting = text;
        }

        @Override
        public void define(RouterBuilder routes) {
            routes.get("/greeting", handle(() -> greeting));
        }
    }

    @Component
    static class Seen implements Middleware {
        @Override
        public io.tako.http.Response handle(
                io.tako.http.Request request, io.tako.handler.Next next) {
            return next.run(request).header("seen", "yes");
        }
    }

    @Service
    static class Costly {}
}
