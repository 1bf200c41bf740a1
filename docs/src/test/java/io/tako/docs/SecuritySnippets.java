package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Handlers.handle;
import static org.springframework.security.config.Customizer.withDefaults;

import io.tako.routing.Routes;
import java.security.Principal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** The code of the page on security, as one application. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableMethodSecurity
class SecuritySnippets {

    // tag::guard[]
    @Bean
    SecurityWebFilterChain guard(ServerHttpSecurity http) {
        return http.authorizeExchange(
                        paths ->
                                paths.pathMatchers("/accounts/**")
                                        .authenticated()
                                        .pathMatchers("/admin/**")
                                        .hasRole("ADMIN")
                                        .anyExchange()
                                        .denyAll())
                .httpBasic(withDefaults())
                .build();
    }

    // end::guard[]

    // tag::routes[]
    @Bean
    Routes accounts(Accounts accounts) {
        return routes ->
                routes.get("/accounts/mine", handle(principal(), Principal::getName))
                        .get("/accounts/{id}", handle(path("id", long.class), accounts::balance));
    }

    // end::routes[]

    // tag::method[]
    public static class Accounts {

        @PreAuthorize("hasRole('ADMIN')")
        public String balance(long id) {
            return "account " + id + ": 100";
        }
    }

    // end::method[]

    @Bean
    Accounts accountsOfAll() {
        return new Accounts();
    }

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(
                User.withUsername("ada").password("{noop}secret").roles("USER").build(),
                User.withUsername("root").password("{noop}secret").roles("ADMIN").build());
    }
}
