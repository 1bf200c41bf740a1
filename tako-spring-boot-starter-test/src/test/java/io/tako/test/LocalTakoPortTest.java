package io.tako.test;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.routing.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

/** A test class asks for the ports of listeners. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"tako.listeners.admin.port=0", "tako.listeners.admin.router=admin"})
class LocalTakoPortTest {

    @LocalTakoPort("admin")
    private int admin;

    private int adminBefore;

    @BeforeEach
    void parametersOfMethodsAroundATestAreSet(@LocalTakoPort("admin") int port) {
        adminBefore = port;
    }

    @Test
    void fieldAndParametersHaveThePortsOfTheirListeners(@LocalTakoPort("primary") int primary)
            throws Exception {
        assertThat(get(admin)).isEqualTo("the admin");
        assertThat(get(primary)).isEqualTo("the site");
        assertThat(adminBefore).isEqualTo(admin);
    }

    private static String get(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes site() {
            return routes -> routes.get("/", handle(() -> "the site"));
        }

        @Bean
        Routes admin() {
            return Routes.named("admin", routes -> routes.get("/", handle(() -> "the admin")));
        }
    }
}
