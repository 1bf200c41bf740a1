package io.tako.test.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.TakoRuntime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
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
}
