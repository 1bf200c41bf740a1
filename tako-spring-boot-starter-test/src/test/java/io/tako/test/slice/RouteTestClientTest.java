package io.tako.test.slice;

import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.tako.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

/** Routes by Spring's test client, without a server. */
final class RouteTestClientTest {

    private final WebTestClient client =
            RouteTestClient.bindTo(
                    routes ->
                            routes.get("/hello/{name}", handle(path("name"), n -> "Hello " + n))
                                    .post("/sum", handle(json(int[].class), this::sum))
                                    .get("/sleep", handle(this::sleep))
                                    .get("/items", handle(() -> Flux.just("a", "b")))
                                    .get("/stream", request -> stream()));

    private Map<String, Integer> sum(int[] numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return Map.of("sum", sum);
    }

    private String sleep() throws InterruptedException {
        Thread.sleep(10);
        return Thread.currentThread().isVirtual() ? "virtual" : "platform";
    }

    private static Response stream() {
        return Response.stream(
                MediaType.TEXT_PLAIN,
                out -> {
                    for (int i = 0; i < 3; i++) {
                        out.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                });
    }

    @Test
    void aPathVariableIsExtracted() {
        client.get().uri("/hello/ada").exchange().expectBody(String.class).isEqualTo("Hello ada");
    }

    @Test
    void aJsonBodyIsReadAndWritten() {
        client.post()
                .uri("/sum")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("[1,2,3]")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("{\"sum\":6}");
    }

    @Test
    void handlersMayBlock() {
        client.get().uri("/sleep").exchange().expectBody(String.class).isEqualTo("virtual");
    }

    @Test
    void publishersAndStreamsAreBodies() {
        client.get().uri("/items").exchange().expectBody(String.class).isEqualTo("ab");
        client.get().uri("/stream").exchange().expectBody(String.class).isEqualTo("0\n1\n2\n");
    }

    @Test
    void missesAreAnsweredAsByAServer() {
        client.get().uri("/nothing").exchange().expectStatus().isNotFound();
        client.delete()
                .uri("/sum")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "OPTIONS, POST");
    }
}
