package io.tako.webflux;

import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Handlers.handle;
import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers.csrf;
import static org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers.mockUser;

import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.test.slice.TakoTest;
import java.security.Principal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A slice of routes is as closed as the application is. */
final class SecuredSliceTest {

    /** Nothing of the application's own says who may do what. */
    @Nested
    @TakoTest
    @ContextConfiguration(classes = {Books.class, Shelf.class})
    class ByDefault {

        @Autowired WebTestClient client;

        @Test
        void nobodyComesInWithoutALogin() {
            client.get().uri("/open").exchange().expectStatus().isUnauthorized();
            client.get().uri("/none").exchange().expectStatus().isUnauthorized();
        }

        @Test
        void aMockUserDoesAndAPostNeedsItsToken() {
            WebTestClient ada = client.mutateWith(mockUser("ada"));
            ada.get().uri("/me").exchange().expectBody(String.class).isEqualTo("ada");
            ada.post().uri("/open").exchange().expectStatus().isForbidden();
            ada.mutateWith(csrf()).post().uri("/open").exchange().expectStatus().isOk();
        }
    }

    /** A chain and method security, which the test imports. */
    @Nested
    @TakoTest
    @ContextConfiguration(classes = {Books.class, Shelf.class})
    @Import(Rules.class)
    class ByItsOwnRules {

        @Autowired WebTestClient client;

        @Test
        void theChainDecides() {
            client.get().uri("/open").exchange().expectBody(String.class).isEqualTo("open");
            client.get().uri("/me").exchange().expectStatus().isUnauthorized();
            client.get()
                    .uri("/me")
                    .headers(fields -> fields.setBasicAuth("ada", "secret"))
                    .exchange()
                    .expectBody(String.class)
                    .isEqualTo("ada");
        }

        @Test
        void beansAreGuardedByWhoAsks() {
            client.get().uri("/shelf").exchange().expectStatus().isUnauthorized();
            client.mutateWith(mockUser("ada").roles("USER"))
                    .get()
                    .uri("/shelf")
                    .exchange()
                    .expectStatus()
                    .isForbidden();
            client.mutateWith(mockUser("root").roles("ADMIN"))
                    .get()
                    .uri("/shelf")
                    .exchange()
                    .expectBody(String.class)
                    .isEqualTo("gold");
        }
    }

    static final class Books implements Routes {

        private final Shelf shelf;

        Books(Shelf shelf) {
            this.shelf = shelf;
        }

        @Override
        public void define(RouterBuilder routes) {
            routes.get("/open", handle(() -> "open"))
                    .post("/open", handle(() -> "put"))
                    .get("/me", handle(principal(), Principal::getName))
                    .get("/shelf", handle(shelf::top));
        }
    }

    static class Shelf {

        @PreAuthorize("hasRole('ADMIN')")
        String top() {
            return "gold";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Rules extends Users {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(
                            paths ->
                                    paths.pathMatchers("/me")
                                            .authenticated()
                                            .anyExchange()
                                            .permitAll())
                    .httpBasic(withDefaults())
                    .build();
        }
    }
}
