package io.tako.benchmarks.soak;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Extractors.flux;
import static io.tako.extract.Handlers.handle;

import io.tako.benchmarks.Message;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An application with something for every kind of peer, on the runtime that the class path has:
 * HTTP/1.1 and HTTP/2 in clear text, WebSocket with compression, and raw TCP. Prints {@code READY
 * <port> <port of raw TCP>}; ends on SIGTERM.
 */
public final class SoakServer {

    private static final int KIB = 1024;
    private static final int PIECES = 64;

    private SoakServer() {}

    public static void main(String[] args) {
        var context =
                new SpringApplicationBuilder(Application.class)
                        .bannerMode(Banner.Mode.OFF)
                        .run(
                                "--server.address=127.0.0.1",
                                "--server.port=0",
                                "--server.http2.enabled=true",
                                "--tako.websocket.compression.enabled=true",
                                "--tako.timeouts.body-read=5s",
                                "--tako.timeouts.write-stall=10s",
                                "--tako.listeners.echo.type=tcp",
                                "--tako.listeners.echo.address=127.0.0.1",
                                "--tako.listeners.echo.port=0",
                                "--tako.listeners.echo.handler=echo");
        var environment = context.getEnvironment();
        System.out.println(
                "READY "
                        + environment.getRequiredProperty("local.server.port")
                        + " "
                        + environment.getRequiredProperty("local.tako.echo.port"));
    }

    /** The handlers as a user writes them. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Routes endpoints() {
            byte[] big = new byte[PIECES * KIB];
            return routes ->
                    routes.get("/plaintext", handle(() -> Message.HELLO))
                            .get("/big", handle(() -> big))
                            .get("/stream", request -> stream())
                            .post("/bytes", handle(bytes(), body -> "" + body.length))
                            .post("/slow", handle(flux(), Application::counted))
                            .ws("/echo", Application::echo);
        }

        /** Four mebibytes, made as they are taken. */
        private static Response stream() {
            byte[] piece = new byte[PIECES * KIB];
            return Response.ok()
                    .body(
                            new Body.Streaming(
                                    out -> {
                                        for (int i = 0; i < PIECES; i++) {
                                            out.write(piece);
                                        }
                                    },
                                    (long) PIECES * piece.length));
        }

        /** Takes ten buffers a second. */
        private static Mono<String> counted(Flux<DataBuffer> body) {
            return body.concatMap(
                            part ->
                                    Mono.delay(Duration.ofMillis(100))
                                            .thenReturn(part.readableByteCount()),
                            0)
                    .reduce(0L, (sum, count) -> sum + count)
                    .map(String::valueOf);
        }

        private static void echo(WebSocket socket) throws IOException {
            while (socket.receive() instanceof Text text) {
                socket.send(text.text());
            }
        }

        @Bean
        TcpHandler echo() {
            return Application::echo;
        }

        private static void echo(TcpConnection connection) throws IOException {
            for (byte[] some = connection.read(); some != null; some = connection.read()) {
                connection.write(some);
            }
        }
    }
}
