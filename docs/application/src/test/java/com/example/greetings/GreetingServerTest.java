package com.example.greetings;

import static org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.test.AutoConfigureWebServer;
import org.springframework.test.web.servlet.client.RestTestClient;

// tag::server[]
@SpringBootTest(
        classes = Greetings.class,
        webEnvironment = RANDOM_PORT,
        properties = "greeting=Good evening")
@AutoConfigureWebServer
class GreetingServerTest {

    @LocalServerPort int port;

    @Test
    void greets() {
        RestTestClient client =
                RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
        client.get()
                .uri("/greeting/ada")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("Good evening, ada!");
    }
}
// end::server[]
