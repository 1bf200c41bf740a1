package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tako.contracts.peers.RawClient;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/**
 * What the work of a request leaves in the thread locals of an event loop is not there for the next
 * one: a login, a diagnostic context, an observation, and what somebody has registered as such.
 */
final class LeftOnLoopsTest {

    private static final String KEY = "left-on-loops";
    private static final String NOTHING = "null null null null";
    private static final int CONNECTIONS = 24;
    private static final ThreadLocal<String> REGISTERED = new ThreadLocal<>();

    @BeforeAll
    static void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, REGISTERED);
    }

    @AfterAll
    static void unregister() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    static Stream<Arguments> applications() {
        return Stream.of(Engine.TAKO_SHARED, Engine.TAKO_PER_CORE)
                .flatMap(
                        engine ->
                                Stream.of(
                                        Arguments.of(engine, routes(), Engine.NO_SECURITY),
                                        Arguments.of(engine, filtered(), Engine.NO_SECURITY),
                                        Arguments.of(engine, secured(), "test.none=")));
    }

    private static List<Class<?>> routes() {
        return List.of(Leaving.class);
    }

    private static List<Class<?>> filtered() {
        return List.of(Leaving.class, Filtered.class);
    }

    private static List<Class<?>> secured() {
        return List.of(Leaving.class, Secured.class);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void nothingIsThereForAStranger(Engine engine, List<Class<?>> application, String without)
            throws Exception {
        try (var context = engine.start(application, without)) {
            int port = Engine.port(context);
            boolean security = !without.equals(Engine.NO_SECURITY);
            assertNothingStays(port, "/leave/handler" + (security ? "/login" : ""), "/look");
            assertNothingStays(port, "/leave/around/x", "/look");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TAKO_SHARED", "TAKO_PER_CORE"})
    void nothingStaysBehindControllersEither(Engine engine) throws Exception {
        try (var context = engine.start(List.of(Leaving.class, Pages.class, Secured.class))) {
            assertNothingStays(Engine.port(context), "/page/leave", "/page/look");
            assertNothingStays(Engine.port(context), "/page/leave", "/look");
        }
    }

    private static void assertNothingStays(int port, String leave, String look) throws IOException {
        Set<String> left = new TreeSet<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            left.add(ask(port, leave));
        }
        assertThat(left)
                .as("both loops: %s", leave)
                .hasSize(2)
                .allMatch(name -> name.contains("-loop-"));
        Set<String> looked = new TreeSet<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            String[] found = ask(port, look).split(": ", 2);
            looked.add(found[0]);
            assertThat(found[1]).as("%s behind %s", look, leave).isEqualTo(NOTHING);
        }
        assertThat(looked).isEqualTo(left);
    }

    private static String ask(int port, String path) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").reply().text();
        }
    }

    private static String loop() {
        return Thread.currentThread().getName();
    }

    private static void leave(ObservationRegistry registry) {
        MDC.put(KEY, "mine");
        REGISTERED.set("mine");
        Observation.start(KEY, registry).openScope();
    }

    private static void login() {
        SecurityContextHolder.setContext(
                new SecurityContextImpl(
                        UsernamePasswordAuthenticationToken.authenticated(
                                "root", "", AuthorityUtils.createAuthorityList("ROLE_ADMIN"))));
    }

    private static String found(ObservationRegistry registry) {
        Observation.Scope scope = registry.getCurrentObservationScope();
        boolean ours =
                scope != null && KEY.equals(scope.getCurrentObservation().getContext().getName());
        return loop()
                + ": "
                + MDC.get(KEY)
                + " "
                + REGISTERED.get()
                + " "
                + (ours ? KEY : null)
                + " "
                + SecurityContextHolder.getContext().getAuthentication();
    }

    /** Routes on the loop, and middleware around them, that leave everything behind. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Leaving extends Users {

        @Bean
        Routes leaving(ObservationRegistry registry) {
            return routes ->
                    routes.nonBlocking()
                            .get("/look", handle(() -> found(registry)))
                            .get("/leave/handler", handle(() -> left(registry)))
                            .get("/leave/handler/login", handle(() -> loggedIn(registry)))
                            .nest(
                                    "/leave/around",
                                    around ->
                                            around.use(
                                                            (request, next) ->
                                                                    around(request, next, registry))
                                                    .get("/x", handle(LeftOnLoopsTest::loop)));
        }

        private static String left(ObservationRegistry registry) {
            leave(registry);
            return loop();
        }

        private static String loggedIn(ObservationRegistry registry) {
            login();
            return left(registry);
        }

        private static Response around(Request request, Next next, ObservationRegistry registry)
                throws Exception {
            Response response = next.run(request);
            leave(registry);
            return response;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter passing() {
            return (exchange, chain) -> chain.filter(exchange);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Secured {

        @Bean
        SecurityWebFilterChain open(ServerHttpSecurity http) {
            return http.authorizeExchange(paths -> paths.anyExchange().permitAll())
                    // A session would have controllers go on on other threads.
                    .csrf(CsrfSpec::disable)
                    .logout(LogoutSpec::disable)
                    .requestCache(RequestCacheSpec::disable)
                    .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                    .build();
        }
    }

    @RestController
    static class Pages {

        private final ObservationRegistry registry;

        Pages(ObservationRegistry registry) {
            this.registry = registry;
        }

        @GetMapping("/page/leave")
        String leave() {
            return Leaving.loggedIn(registry);
        }

        @GetMapping("/page/look")
        String look() {
            return found(registry);
        }
    }
}
