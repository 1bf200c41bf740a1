package com.example.greetings;

import io.tako.test.slice.TakoTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

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
