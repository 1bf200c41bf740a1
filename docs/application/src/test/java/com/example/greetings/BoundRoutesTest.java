package com.example.greetings;

import io.tako.test.slice.RouteTestClient;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

final class BoundRoutesTest {

    @Test
    void greets() {
        // tag::bound[]
        WebTestClient client = RouteTestClient.bindTo(new Greetings("Hello"));
        client.get()
                .uri("/greeting/ada")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("Hello, ada!");
        // end::bound[]
    }
}
