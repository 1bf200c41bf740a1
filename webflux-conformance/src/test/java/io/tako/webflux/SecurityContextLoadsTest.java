package io.tako.webflux;

import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Handlers.handle;
import static io.tako.handler.Executions.nonBlocking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import io.tako.http.Response;
import io.tako.routing.Routes;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How often a route has the security context loaded, which may be a look into a far store. */
final class SecurityContextLoadsTest {

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void itIsLoadedOnceAndOnlyForWhoAsks(Engine engine, String carriage) throws Exception {
        try (var context = engine.start(List.of(Far.class, Valid.class), carriage)) {
            Visitor visitor = new Visitor(context);
            Store store = context.getBean(Store.class);
            assertLoads(visitor, store, "/open", "open", 0);
            // It is carried along into what is reactive, to threads that could not wait for it.
            int carried = carriage.equals(Engine.CARRYING) ? 1 : 0;
            assertLoads(visitor, store, "/later", "later", carried);
            assertLoads(visitor, store, "/principal", "ada", 1);
            assertLoads(visitor, store, "/holder", "ada ada", 1);
            assertLoads(visitor, store, "/both", "ada ada", 1);
            assertLoads(visitor, store, "/streamed", "ada", 1);
            assertLoads(visitor, store, "/inline", "ada ada", 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void whatIsWrongWithItFailsOnlyWhoAsks(Engine engine, String carriage) throws Exception {
        try (var context = engine.start(List.of(Far.class, Expired.class), carriage)) {
            Visitor visitor = new Visitor(context);
            for (String path : List.of("/open", "/later", "/inline/open")) {
                assertThat(visitor.get("", path).statusCode()).as(path).isEqualTo(200);
            }
            for (String path : List.of("/principal", "/holder", "/inline")) {
                assertThat(visitor.get("", path).statusCode()).as(path).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void nobodyIsAskedForCredentials(Engine engine, String carriage) throws Exception {
        try (var context = engine.start(List.of(Far.class, Nobody.class), carriage)) {
            Visitor visitor = new Visitor(context);
            var asked = visitor.get("", "/principal");
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(Visitor.field(asked, "www-authenticate")).startsWith("Basic");
            assertThat(visitor.get("", "/optional").body()).isEqualTo("nobody");
        }
    }

    private static void assertLoads(
            Visitor visitor, Store store, String path, String body, int loads) throws Exception {
        store.loads.set(0);
        assertThat(visitor.get("", path).body()).as(path).isEqualTo(body);
        assertThat(store.loads).as(path).hasValue(loads);
    }

    private static String holder() {
        return VaultApplication.who();
    }

    /** Where contexts are, and how often it was asked. */
    private static final class Store implements ServerSecurityContextRepository {

        final AtomicInteger loads = new AtomicInteger();
        private final Mono<SecurityContext> found;

        Store(Mono<SecurityContext> found) {
            this.found = found;
        }

        @Override
        public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
            return Mono.empty();
        }

        @Override
        public Mono<SecurityContext> load(ServerWebExchange exchange) {
            return Mono.delay(Duration.ofMillis(5))
                    .then(
                            Mono.defer(
                                    () -> {
                                        loads.incrementAndGet();
                                        return found;
                                    }));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Far extends Users {

        @Bean
        SecurityWebFilterChain open(ServerHttpSecurity http, Store store) {
            return http.authorizeExchange(paths -> paths.anyExchange().permitAll())
                    .httpBasic(withDefaults())
                    .securityContextRepository(store)
                    .build();
        }

        @Bean
        Routes asking() {
            return routes ->
                    routes.get("/open", handle(() -> "open"))
                            .get("/later", handle(() -> Mono.just("later")))
                            .get("/principal", handle(principal(), Principal::getName))
                            .get(
                                    "/optional",
                                    handle(
                                            principal().optional(),
                                            one -> one.map(Principal::getName).orElse("nobody")))
                            .get("/holder", handle(() -> holder() + " " + holder()))
                            .get(
                                    "/both",
                                    handle(principal(), one -> one.getName() + " " + holder()))
                            .get(
                                    "/streamed",
                                    request ->
                                            Response.stream(
                                                    MediaType.TEXT_PLAIN,
                                                    out ->
                                                            out.write(
                                                                    holder().getBytes(
                                                                                    StandardCharsets
                                                                                            .UTF_8))))
                            .get(
                                    "/inline",
                                    nonBlocking(
                                            handle(
                                                    principal(),
                                                    one -> one.getName() + " " + holder())))
                            .get("/inline/open", nonBlocking(handle(() -> "open")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Valid {

        @Bean
        Store store() {
            return new Store(
                    Mono.fromSupplier(
                            () ->
                                    new SecurityContextImpl(
                                            UsernamePasswordAuthenticationToken.authenticated(
                                                    "ada", "", List.of()))));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Expired {

        @Bean
        Store store() {
            return new Store(Mono.error(new BadCredentialsException("expired")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nobody {

        @Bean
        Store store() {
            return new Store(Mono.empty());
        }
    }
}
