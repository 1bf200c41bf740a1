package io.tako.webflux;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;

/** Ways of signing in. */
final class Doors {

    private Doors() {}

    /** By a password with each request; what is public is. */
    @Configuration(proxyBeanMethods = false)
    static class Basic {

        @Bean
        SecurityWebFilterChain basic(ServerHttpSecurity http) {
            return http.authorizeExchange(
                            paths ->
                                    paths.pathMatchers("/public/**")
                                            .permitAll()
                                            .anyExchange()
                                            .authenticated())
                    .httpBasic(withDefaults())
                    .csrf(CsrfSpec::disable)
                    .build();
        }
    }

    /** By a form once and a session then; what changes anything has a token. */
    @Configuration(proxyBeanMethods = false)
    static class Form {

        @Bean
        SecurityWebFilterChain form(ServerHttpSecurity http) {
            return http.authorizeExchange(paths -> paths.anyExchange().authenticated())
                    .formLogin(withDefaults())
                    .csrf(
                            csrf ->
                                    csrf.csrfTokenRepository(
                                                    CookieServerCsrfTokenRepository
                                                            .withHttpOnlyFalse())
                                            .csrfTokenRequestHandler(
                                                    new ServerCsrfTokenRequestAttributeHandler()))
                    .build();
        }
    }
}
