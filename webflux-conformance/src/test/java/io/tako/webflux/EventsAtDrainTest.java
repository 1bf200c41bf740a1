package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** A stream of events that a controller holds open ends regularly when the server drains. */
final class EventsAtDrainTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void theyEndAtOnceAndWhole(Engine engine) throws Exception {
        var context =
                engine.start(
                        Application.class,
                        Engine.NO_SECURITY,
                        "server.shutdown=graceful",
                        "spring.lifecycle.timeout-per-shutdown-phase=" + LONG.toSeconds() + "s");
        try (RawClient client = RawClient.connect(Engine.port(context))) {
            client.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
            byte[] head = new byte[1];
            assertThat(client.in().read(head)).isOne();
            long began = System.nanoTime();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
            String all = new String(client.in().readAllBytes(), StandardCharsets.UTF_8);
            closed.get(2 * LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(all).contains("data:first").endsWith("\r\n0\r\n\r\n");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(2));
        } finally {
            context.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @RestController
        static class Events {

            @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
            Flux<String> events() {
                return Flux.concat(Flux.just("first"), Flux.never());
            }
        }
    }
}
