package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.routing.Routes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code spring.threads.virtual.enabled} is about Spring's executors: WebFlux gives them the
 * controllers that may block. Tako's handlers are on virtual threads of their own either way.
 */
final class VirtualThreadsTest {

    @ParameterizedTest
    @CsvSource({
        "TAKO_SHARED, true",
        "TAKO_SHARED, false",
        "TAKO_PER_CORE, true",
        "TAKO_PER_CORE, false"
    })
    void handlersOfTakoAreOnVirtualThreadsWhateverSpringSays(Engine engine, boolean enabled)
            throws Exception {
        try (var context =
                        engine.start(
                                Application.class,
                                Engine.NO_SECURITY,
                                "spring.threads.virtual.enabled=" + enabled);
                RawClient client = RawClient.connect(Engine.port(context))) {
            assertThat(ask(client, "/route")).isEqualTo("virtual");
            assertThat(ask(client, "/plain")).isEqualTo(enabled ? "virtual, task" : "platform");
            assertThat(ask(client, "/reactive")).isEqualTo("platform");
        }
    }

    private static String ask(RawClient client, String path) throws Exception {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").reply().text();
    }

    private static String thread() {
        Thread thread = Thread.currentThread();
        return (thread.isVirtual() ? "virtual" : "platform")
                + (thread.getName().startsWith("task-") ? ", task" : "");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes -> routes.get("/route", handle(VirtualThreadsTest::thread));
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/plain")
        String plain() {
            return thread();
        }

        @GetMapping("/reactive")
        Mono<String> reactive() {
            return Mono.just(thread());
        }
    }
}
