package io.tako.webflux;

import static org.springframework.security.config.Customizer.withDefaults;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** What stands before the places. All but the first admit everybody to what they do not know. */
enum Guard {
    STRICT(Strict.class, true),
    LENIENT(Lenient.class, true),
    FORWARDED(Forwarded.class, true),
    FILTER(Filter.class, false),
    DECORATOR(Decorator.class, false);

    private final Class<?> configuration;
    private final boolean security;

    Guard(Class<?> configuration, boolean security) {
        this.configuration = configuration;
        this.security = security;
    }

    Class<?> configuration() {
        return configuration;
    }

    /** Whether it is Spring Security's. */
    boolean security() {
        return security;
    }

    @Configuration(proxyBeanMethods = false)
    static class Strict extends Users {

        @Bean
        SecurityWebFilterChain guards(ServerHttpSecurity http) {
            return http.authorizeExchange(
                            paths ->
                                    paths.pathMatchers("/admin/**", "/actuator/**")
                                            .hasRole("ADMIN")
                                            .pathMatchers("/user/**")
                                            .authenticated()
                                            .pathMatchers("/open/**")
                                            .permitAll()
                                            .anyExchange()
                                            .denyAll())
                    .httpBasic(withDefaults())
                    .csrf(CsrfSpec::disable)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Lenient extends Users {

        @Bean
        SecurityWebFilterChain guards(ServerHttpSecurity http) {
            return http.authorizeExchange(
                            paths ->
                                    paths.pathMatchers("/admin/**", "/actuator/**")
                                            .hasRole("ADMIN")
                                            .pathMatchers("/user/**")
                                            .authenticated()
                                            .anyExchange()
                                            .permitAll())
                    .httpBasic(withDefaults())
                    .csrf(CsrfSpec::disable)
                    .build();
        }

        @Bean
        ServerWebExchangeFirewall firewall() {
            return ServerWebExchangeFirewall.INSECURE_NOOP;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Forwarded extends Lenient {

        @Bean
        ForwardedHeaderTransformer forwardedHeaderTransformer() {
            return new ForwardedHeaderTransformer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filter {

        @Bean
        WebFilter guard() {
            return (exchange, chain) -> {
                HttpStatus refused = judge(exchange.getRequest());
                if (refused == null) {
                    return chain.filter(exchange);
                }
                exchange.getResponse().setStatusCode(refused);
                return exchange.getResponse().setComplete();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Decorator {

        @Bean
        HttpHandlerDecoratorFactory guard() {
            return handler ->
                    (request, response) -> {
                        HttpStatus refused = judge(request);
                        if (refused == null) {
                            return handler.handle(request, response);
                        }
                        response.setStatusCode(refused);
                        return response.setComplete();
                    };
        }
    }

    private static final List<PathPattern> ADMINS =
            List.of(
                    PathPatternParser.defaultInstance.parse("/admin/**"),
                    PathPatternParser.defaultInstance.parse("/actuator/**"));
    private static final PathPattern USERS = PathPatternParser.defaultInstance.parse("/user/**");

    /** Judges as Spring Security does, by hand; null admits. */
    private static @Nullable HttpStatus judge(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        boolean admins = ADMINS.stream().anyMatch(pattern -> pattern.matches(path));
        if (!admins && !USERS.matches(path)) {
            return null;
        }
        String credentials = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (Caller.basic("root", "secret").equals(credentials)) {
            return null;
        }
        if (Caller.basic("ada", "secret").equals(credentials)) {
            return admins ? HttpStatus.FORBIDDEN : null;
        }
        return HttpStatus.UNAUTHORIZED;
    }
}
