package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans that a handler calls and that not everybody may have called. */
final class MethodSecurityTest {

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void plainBeansAreGuardedByTheContextOfTheThread(Engine engine, String carriage)
            throws Exception {
        try (var context =
                engine.start(
                        List.of(VaultApplication.class, Doors.Basic.class, Plain.class),
                        carriage)) {
            Visitor visitor = new Visitor(context);
            assertGuarded(visitor, "/public/vault", "gold");
            assertGuarded(visitor, "/public/later", "silver");
            assertThat(visitor.get("ada", "/public/mapped/vault").body())
                    .isEqualTo("told by a mapper");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void reactiveBeansAreGuardedByTheContextOfReactor(Engine engine, String carriage)
            throws Exception {
        try (var context =
                engine.start(
                        List.of(VaultApplication.class, Doors.Basic.class, Reactive.class),
                        carriage)) {
            Visitor visitor = new Visitor(context);
            assertGuarded(visitor, "/public/one", "gold");
            assertGuarded(visitor, "/public/many", "goldsilver");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void whatAHandlerThrowsReachesTheEntryPoint(Engine engine, String carriage) throws Exception {
        try (var context =
                engine.start(List.of(VaultApplication.class, Doors.Basic.class), carriage)) {
            HttpResponse<String> reply = new Visitor(context).get("ada", "/public/unknown");
            assertThat(reply.statusCode()).isEqualTo(401);
            assertThat(Visitor.field(reply, "www-authenticate")).startsWith("Basic");
            assertThat(reply.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tako.webflux.Engine#carriages")
    void middlewareSeesARefusalAndItsFieldsStay(Engine engine, String carriage) throws Exception {
        try (var context =
                engine.start(
                        List.of(VaultApplication.class, Doors.Basic.class, Plain.class),
                        carriage)) {
            HttpResponse<String> denied = new Visitor(context).get("ada", "/public/vault");
            assertThat(Visitor.field(denied, "seen")).isEqualTo("403");
            HttpResponse<String> replaced =
                    new Visitor(context).get("ada", "/public/replaced/vault");
            assertThat(replaced.statusCode()).isEqualTo(200);
            assertThat(replaced.body()).isEqualTo("told by middleware");
        }
    }

    private static void assertGuarded(Visitor visitor, String path, String treasure)
            throws Exception {
        HttpResponse<String> admin = visitor.get("root", path);
        assertThat(admin.statusCode()).as(path).isEqualTo(200);
        assertThat(admin.body()).as(path).isEqualTo(treasure);
        assertThat(visitor.get("ada", path).statusCode()).as(path).isEqualTo(403);
        HttpResponse<String> unknown = visitor.get("", path);
        assertThat(unknown.statusCode()).as(path).isEqualTo(401);
        assertThat(Visitor.field(unknown, "www-authenticate")).as(path).startsWith("Basic");
    }

    /** Public, so that it can be proxied. */
    public static class Vault {

        @PreAuthorize("hasRole('ADMIN')")
        public String open() {
            return "gold";
        }

        @PreAuthorize("hasRole('ADMIN')")
        public Mono<String> later() {
            return Mono.just("silver");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Plain {

        @Bean
        Vault vault() {
            return new Vault();
        }

        @Bean
        Routes vaults(Vault vault) {
            return routes ->
                    routes.nest(
                            "/public",
                            open ->
                                    open.use(
                                                    (request, next) -> {
                                                        var response = next.run(request);
                                                        return response.header(
                                                                "seen",
                                                                Integer.toString(
                                                                        response.status().value()));
                                                    })
                                            .get("/vault", handle(vault::open))
                                            .get("/later", handle(vault::later))
                                            .nest(
                                                    "/mapped",
                                                    own ->
                                                            own.get("/vault", handle(vault::open))
                                                                    .onError(
                                                                            AccessDeniedException
                                                                                    .class,
                                                                            (e, request) ->
                                                                                    "told by a"
                                                                                        + " mapper"))
                                            .nest(
                                                    "/replaced",
                                                    own ->
                                                            own.use(MethodSecurityTest::replacing)
                                                                    .get(
                                                                            "/vault",
                                                                            handle(vault::open))));
        }
    }

    private static Response replacing(Request request, Next next) {
        return next.run(request).status().isError()
                ? Response.text("told by middleware")
                : Response.ok();
    }

    /** Public, so that it can be proxied. */
    public static class ReactiveVault {

        @PreAuthorize("hasRole('ADMIN')")
        public Mono<String> one() {
            return Mono.just("gold");
        }

        @PreAuthorize("hasRole('ADMIN')")
        public Flux<String> many() {
            return Flux.just("gold", "silver");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableReactiveMethodSecurity
    static class Reactive {

        @Bean
        ReactiveVault vault() {
            return new ReactiveVault();
        }

        @Bean
        Routes vaults(ReactiveVault vault) {
            return routes ->
                    routes.get("/public/one", handle(vault::one))
                            .get("/public/many", handle(vault::many));
        }
    }
}
