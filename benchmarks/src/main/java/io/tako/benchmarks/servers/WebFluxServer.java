package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.time.Duration;
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
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A Spring Boot application with functional WebFlux endpoints on Boot's Reactor Netty. */
final class WebFluxServer implements RunningServer {
    private final ReactiveWebServerApplicationContext context;

    private WebFluxServer(int port) {
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(Application.class)
                                .bannerMode(Banner.Mode.OFF)
                                .run("--server.port=" + port, "--server.address=127.0.0.1");
        if (!(webServer() instanceof NettyWebServer)) {
            throw new IllegalStateException("not on Reactor Netty but on " + webServer());
        }
    }

    static RunningServer start(int port) {
        return new WebFluxServer(port);
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
