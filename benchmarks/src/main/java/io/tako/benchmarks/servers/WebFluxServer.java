package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

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

    /** The application on one epoll loop. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Application extends WebFluxApplication {

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
    }
}
