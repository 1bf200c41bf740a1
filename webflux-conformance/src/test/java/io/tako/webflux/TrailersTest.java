package io.tako.webflux;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Trailers of a route, whatever filters have put around its response. */
final class TrailersTest {

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Around.class);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void trailersFollowTheBodyThroughWhatIsAroundTheResponse(Engine engine, List<Class<?>> door)
            throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY);
                RawClient client = RawClient.connect(Engine.port(context))) {
            for (String path : List.of("/memory", "/written", "/published")) {
                RawClient.Reply reply = ask(client, path);
                assertThat(reply.text()).as(path).isEqualTo("body");
                assertThat(reply.trailers()).as(path).containsEntry("Sum", "4");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void whatAnswersInPlaceOfARefusedBodyHasNone(Engine engine) throws Exception {
        try (var context =
                        engine.start(
                                List.of(Application.class, Refusing.class), Engine.NO_SECURITY);
                RawClient client = RawClient.connect(Engine.port(context))) {
            RawClient.Reply reply = ask(client, "/memory");
            assertThat(reply.text()).isEqualTo("instead");
            assertThat(reply.trailers()).isEmpty();
        }
    }

    private static RawClient.Reply ask(RawClient client, String path) throws Exception {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").reply();
    }

    private static Mono<DataBuffer> buffer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Mono.fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(bytes));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get("/memory", handle(() -> summed(Response.text("body"))))
                            .get("/written", handle(() -> summed(written())))
                            .get("/published", handle(() -> summed(published())));
        }

        private static Response summed(Response response) {
            HttpHeaders sum = new HttpHeaders();
            sum.set("Sum", "4");
            return response.trailers(() -> sum);
        }

        private static Response written() {
            byte[] body = "body".getBytes(StandardCharsets.UTF_8);
            return Response.stream(MediaType.TEXT_PLAIN, out -> out.write(body, 0, body.length));
        }

        private static Response published() {
            return Response.ok().body(new Body.Published(Flux.just(buffer("body")), -1));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Around {

        @Bean
        WebFilter around() {
            return (exchange, chain) ->
                    chain.filter(
                            exchange.mutate()
                                    .response(
                                            new ServerHttpResponseDecorator(exchange.getResponse()))
                                    .build());
        }
    }

    /** Takes no body of a handler's and sends one of its own. */
    @Configuration(proxyBeanMethods = false)
    static class Refusing {

        @Bean
        WebFilter refusing() {
            return (exchange, chain) -> {
                ServerHttpResponse response = exchange.getResponse();
                return chain.filter(exchange.mutate().response(new Refused(response)).build())
                        .onErrorResume(
                                IllegalStateException.class,
                                refused -> {
                                    response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
                                    return response.writeWith(buffer("instead"));
                                });
            };
        }
    }

    private static final class Refused extends ServerHttpResponseDecorator {

        Refused(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return Mono.error(new IllegalStateException("refused"));
        }
    }
}
