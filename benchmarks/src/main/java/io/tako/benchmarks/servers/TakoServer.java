package io.tako.benchmarks.servers;

import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** A Spring Boot application on Tako, with the runtime the class path has. */
final class TakoServer implements RunningServer {
    private final ReactiveWebServerApplicationContext context;

    private TakoServer(Class<?> application, Protocol protocol, int port, String... settings) {
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(application)
                                .bannerMode(Banner.Mode.OFF)
                                .run(BootSettings.of(protocol, port, settings));
    }

    /** Handlers on virtual threads; the settings are as on a command line. */
    static RunningServer virtualThreads(Protocol protocol, int port, String... settings) {
        return new TakoServer(TakoApplication.class, protocol, port, settings);
    }

    /** Handlers inline on the event loop. */
    static RunningServer nonBlocking(Protocol protocol, int port, String... settings) {
        return new TakoServer(TakoNonBlockingApplication.class, protocol, port, settings);
    }

    /** WebFlux's functional endpoints in place of Tako's routes. */
    static RunningServer webFlux(Protocol protocol, int port, String... settings) {
        return new TakoServer(WebFluxApplication.class, protocol, port, settings);
    }

    @Override
    public int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
