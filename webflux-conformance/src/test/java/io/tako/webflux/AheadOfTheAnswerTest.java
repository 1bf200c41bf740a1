package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.http.Exchange;
import io.tako.http.Response;
import io.tako.routing.Routes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;

/** What comes ahead of an answer by either door: hints, and statuses that are no answer's. */
@ExtendWith(OutputCaptureExtension.class)
final class AheadOfTheAnswerTest {

    private static final String LINK = "</style.css>; rel=preload; as=style";

    static Stream<Arguments> doors() {
        return Engine.doors(Application.class, Filtered.class);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource("doors")
    void hintsOfRoutesAndControllersComeBeforeTheAnswer(Engine engine, List<Class<?>> door)
            throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY, "server.http2.enabled=true");
                RawClient http1 = RawClient.connect(Engine.port(context));
                Http2Client http2 = Http2Client.connect(Engine.port(context))) {
            int stream = 1;
            for (String path : new String[] {"/route-hints", "/hints"}) {
                http1.send(get(path));
                RawClient.Reply hints = http1.reply();
                assertThat(hints.status()).as(path).isEqualTo(103);
                assertThat(hints.field("link")).isEqualTo(LINK);
                assertThat(http1.reply().text()).isEqualTo("hinted");
                http2.send(Http2Bytes.frames().get(stream, path));
                assertThat(http2.reply(stream).text()).isEqualTo("hinted");
                stream += 2;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void aStatusThatComesBeforeAnAnswerIsNone(
            Engine engine, List<Class<?>> door, CapturedOutput output) throws Exception {
        try (var context = engine.start(door, Engine.NO_SECURITY, "server.http2.enabled=true");
                RawClient http1 = RawClient.connect(Engine.port(context));
                Http2Client http2 = Http2Client.connect(Engine.port(context))) {
            int stream = 1;
            for (String path :
                    new String[] {"/early/103", "/early/101", "/streamed/103", "/route/103"}) {
                int before = output.length();
                RawClient.Reply reply = http1.send(get(path)).reply();
                assertThat(reply.status()).as(path).isEqualTo(500);
                assertThat(reply.field("x-stamp")).isEqualTo(door.size() > 1 ? "yes" : "");
                assertThat(output.subSequence(before, output.length()).toString())
                        .contains("is no status of an answer");
                http2.send(Http2Bytes.frames().get(stream, path));
                assertThat(http2.reply(stream).status()).as(path).isEqualTo(500);
                stream += 2;
            }
            assertThat(http1.send(get("/fine")).reply().text()).isEqualTo("fine");
            http2.send(Http2Bytes.frames().get(stream, "/fine"));
            assertThat(http2.reply(stream).text()).isEqualTo("fine");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get(
                                    "/route-hints",
                                    request -> {
                                        request.hints(LINK);
                                        return Response.text("hinted");
                                    })
                            .get("/route/103", request -> Response.of(HttpStatus.EARLY_HINTS));
        }

        @Bean
        Controller controller() {
            return new Controller();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Filtered {

        @Bean
        WebFilter stamp() {
            return (exchange, chain) -> {
                exchange.getResponse().getHeaders().set("X-Stamp", "yes");
                return chain.filter(exchange);
            };
        }
    }

    @RestController
    static class Controller {

        @GetMapping("/early/{status}")
        ResponseEntity<Void> early(@PathVariable int status) {
            return ResponseEntity.status(status).build();
        }

        @GetMapping("/streamed/{status}")
        ResponseEntity<Flux<String>> streamed(@PathVariable int status) {
            return ResponseEntity.status(status).body(Flux.just("a", "b"));
        }

        @GetMapping("/hints")
        String hints(ServerHttpRequest request) {
            Exchange exchange = ((AbstractServerHttpRequest) request).getNativeRequest();
            HttpHeaders fields = new HttpHeaders();
            fields.set(HttpHeaders.LINK, LINK);
            exchange.hints(fields);
            return "hinted";
        }

        @GetMapping("/fine")
        String fine() {
            return "fine";
        }
    }
}
