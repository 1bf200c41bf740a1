package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/** A Spring Boot application with functional WebFlux endpoints on Boot's Reactor Netty. */
final class WebFluxServer implements RunningServer {
    private final ReactiveWebServerApplicationContext context;

    private WebFluxServer(Protocol protocol, int port) {
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(Application.class)
                                .bannerMode(Banner.Mode.OFF)
                                .run(BootSettings.of(protocol, port));
        if (!(webServer() instanceof NettyWebServer)) {
            throw new IllegalStateException("not on Reactor Netty but on " + webServer());
        }
    }

    static RunningServer start(Protocol protocol, int port) {
        return new WebFluxServer(protocol, port);
    }

    private WebServer webServer() {
        return Objects.requireNonNull(context.getWebServer());
    }

    @Override
    public int port() {
        return webServer().getPort();
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean(destroyMethod = "shutdownGracefully")
        MultiThreadIoEventLoopGroup loop() {
            return EpollLoop.open();
        }

        @Bean
        ReactorResourceFactory resources(MultiThreadIoEventLoopGroup loop) {
            var resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setLoopResources(preferNative -> loop);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }

        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/plaintext", Application::plaintext)
                    .GET("/json", Application::json)
                    .POST("/users/{id}", Application::user)
                    .build();
        }

        @Bean
        HandlerMapping webSockets() {
            return new SimpleUrlHandlerMapping(
                    Map.of("/echo", (WebSocketHandler) Application::echo), -1);
        }

        private static Mono<Void> echo(WebSocketSession session) {
            return session.send(
                    session.receive()
                            .map(message -> session.textMessage(message.getPayloadAsText())));
        }

        private static Mono<ServerResponse> plaintext(ServerRequest request) {
            return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(Message.HELLO);
        }

        private static Mono<ServerResponse> json(ServerRequest request) {
            return ServerResponse.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(new Message(Message.HELLO));
        }

        private static Mono<ServerResponse> user(ServerRequest request) {
            long id = Long.parseLong(request.pathVariable("id"));
            return request.bodyToMono(NewUser.class)
                    .flatMap(
                            user ->
                                    ServerResponse.status(HttpStatus.CREATED)
                                            .contentType(MediaType.APPLICATION_JSON)
                                            .bodyValue(user.withId(id)));
        }
    }
}
