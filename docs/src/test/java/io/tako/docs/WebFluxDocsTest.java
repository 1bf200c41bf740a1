package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

@Tag("application")
final class WebFluxDocsTest {

    @Test
    void routesAndControllersShareThePort() throws IOException {
        try (ConfigurableApplicationContext context = start(Application.class)) {
            assertThat(ask(context, "/books/7").text()).isEqualTo("{\"isbn\":\"7\"}");
            assertThat(ask(context, "/covers/7").text()).isEqualTo("cover of 7");
            assertThat(ask(context, "/covers/7").field("x-stamp")).isEmpty();
        }
    }

    @Test
    void everyRequestPassesTheFilter() throws IOException {
        try (ConfigurableApplicationContext context =
                start(Application.class, WebFluxSnippets.Filters.class)) {
            for (String path : new String[] {"/books/7", "/covers/7", "/neither"}) {
                assertThat(ask(context, path).field("x-stamp")).as(path).isEqualTo("seen");
            }
        }
    }

    private static ConfigurableApplicationContext start(Class<?>... configurations) {
        SpringApplication application = new SpringApplication(configurations);
        return application.run("--server.port=0", "--tako.loops=1", "--tako.io=nio");
    }

    private static RawClient.Reply ask(ConfigurableApplicationContext context, String path)
            throws IOException {
        Integer port = context.getEnvironment().getProperty("local.server.port", Integer.class);
        try (RawClient client = RawClient.connect(Objects.requireNonNull(port))) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").reply();
        }
    }

    /** What Boot's WebFlux module does, in small. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableWebFlux
    @Import({WebFluxSnippets.BookController.class, WebFluxSnippets.Covers.class})
    static class Application {

        @Bean
        HttpHandler httpHandler(ApplicationContext context) {
            return WebHttpHandlerBuilder.applicationContext(context).build();
        }
    }
}
