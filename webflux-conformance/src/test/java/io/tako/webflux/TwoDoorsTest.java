package io.tako.webflux;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Extractors.principal;
import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Response;
import io.tako.routing.Routes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;

/** Tako's routes beside WebFlux's handlers, before them or behind filters. */
final class TwoDoorsTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void routesAndControllersShareAPort(Engine engine) throws Exception {
        try (var context = engine.start(Both.class, Engine.NO_SECURITY)) {
            assertServesBoth(context);
            assertThat(send(context, "GET", "/tako/ada", "").headers().map())
                    .doesNotContainKey("filtered");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void everyRequestPassesTheFiltersWhereThereAreSome(Engine engine) throws Exception {
        try (var context = engine.start(List.of(Both.class, Filtered.class), Engine.NO_SECURITY)) {
            assertServesBoth(context);
            for (String path : new String[] {"/tako/ada", "/spring", "/none"}) {
                assertThat(send(context, "GET", path, "").headers().firstValue("filtered"))
                        .as(path)
                        .contains("yes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void springSecurityGuardsRoutes(Engine engine) throws Exception {
        try (var context =
                engine.start(
                        Both.class,
                        "spring.security.user.name=ada",
                        "spring.security.user.password=secret")) {
            assertThat(send(context, "GET", "/tako/me", "").statusCode()).isEqualTo(401);
            HttpRequest signedIn =
                    HttpRequest.newBuilder(uri(context, "/me"))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            "ada:secret"
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8)))
                            .build();
            HttpResponse<String> me = client.send(signedIn, BodyHandlers.ofString());
            assertThat(me.body()).isEqualTo("ada");
            assertThat(me.headers().firstValue("x-content-type-options")).contains("nosniff");
        }
    }

    private void assertServesBoth(ReactiveWebServerApplicationContext context) throws Exception {
        assertThat(send(context, "GET", "/tako/ada", "").body()).isEqualTo("Hello, ada!");
        assertThat(send(context, "POST", "/tako", "body").body()).isEqualTo("body");
        assertThat(send(context, "GET", "/spring", "").body()).isEqualTo("{\"name\":\"spring\"}");
        assertThat(send(context, "POST", "/spring", "some text").body()).isEqualTo("some text");
        assertThat(send(context, "GET", "/stream", "").body()).contains("data:1\n", "data:3\n");
        assertThat(send(context, "HEAD", "/tako/ada", "").statusCode()).isEqualTo(200);
        assertThat(send(context, "HEAD", "/spring", "").statusCode()).isEqualTo(200);
        HttpResponse<String> none = send(context, "GET", "/none", "");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("\"path\":\"/none\"");
        HttpResponse<String> wrongMethod = send(context, "DELETE", "/tako/ada", "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("allow")).isPresent();
        assertThat(send(context, "GET", "/streamed", "").body()).isEqualTo("x".repeat(300_000));
    }

    private HttpResponse<String> send(
            ReactiveWebServerApplicationContext context, String method, String path, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(context, path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .header("Content-Type", "text/plain")
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static URI uri(ReactiveWebServerApplicationContext context, String path) {
        return URI.create("http://127.0.0.1:" + Engine.port(context) + path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Both {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get("/tako/{name}", handle(path("name"), n -> "Hello, " + n + "!"))
                            .post("/tako", handle(text(), body -> body))
                            .get("/me", handle(principal(), who -> who.getName()))
                            .get(
                                    "/streamed",
                                    request ->
                                            Response.stream(
                                                    MediaType.TEXT_PLAIN,
                                                    out -> {
                                                        for (int i = 0; i < 300; i++) {
                                                            out.write(
                                                                    "x"
                                                                            .repeat(1000)
                                                                            .getBytes(
                                                                                    StandardCharsets
                                                                                            .UTF_8));
                                                        }
                                                    }));
        }

        @Bean
        Hello hello() {
            return new Hello();
        }
    }

    @RestController
    static class Hello {

        record Name(String name) {}

        @GetMapping("/spring")
        Name name() {
            return new Name("spring");
        }

        @PostMapping("/spring")
        String echo(@RequestBody String body) {
            return body;
        }

        @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<Integer> stream() {
            return Flux.range(1, 3);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter marking() {
            return (exchange, chain) -> {
                exchange.getResponse().getHeaders().set("filtered", "yes");
                return chain.filter(exchange);
            };
        }
    }
}
