package com.example.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

// tag::test[]
@SpringBootTest(webEnvironment = RANDOM_PORT)
class DemoApplicationTest {
    @Test
    void greetsByName(@LocalServerPort int port) throws Exception {
        URI uri = URI.create("http://localhost:" + port + "/hello/Ada");
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Hello, Ada!");
        }
    }
}
// end::test[]
