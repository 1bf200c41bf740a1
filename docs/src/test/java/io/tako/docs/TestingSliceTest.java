package io.tako.docs;

import io.tako.routing.Routes;
import io.tako.test.slice.TakoTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;

final class TestingSliceTest {

    @Nested
    // tag::slice[]
    @TakoTest(properties = "greeting=Good morning")
    class GreetingsTest {

        @Autowired WebTestClient client;

        @Test
        void greets() {
            client.get()
                    .uri("/greeting/ada")
                    .exchange()
                    .expectBody(String.class)
                    .isEqualTo("Good morning, ada!");
        }
    }

    // end::slice[]

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Routes greetings(@Value("${greeting}") String greeting) {
            return new Greetings(greeting);
        }
    }
}
