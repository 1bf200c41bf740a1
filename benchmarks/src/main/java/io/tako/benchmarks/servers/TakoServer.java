package io.tako.benchmarks.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** A Spring Boot application on Tako, with the runtime the class path has. */
final class TakoServer implements RunningServer {
    private final @Nullable Path file;
    private final ReactiveWebServerApplicationContext context;

    private TakoServer(Class<?> application, Protocol protocol, int port, String... others)
            throws IOException {
        file = SocketFile.of(protocol);
        List<String> settings = new ArrayList<>(List.of(others));
        if (file != null) {
            settings.add("--tako.listeners.unix.path=" + file);
        }
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(application)
                                .bannerMode(Banner.Mode.OFF)
                                .run(
                                        BootSettings.of(
                                                protocol, port, settings.toArray(String[]::new)));
    }

    /** Handlers on virtual threads; the settings are as on a command line. */
    static RunningServer virtualThreads(Protocol protocol, int port, String... settings)
            throws IOException {
        return protocol.raw()
                ? TakoRawServer.start(protocol, port, settings)
                : new TakoServer(TakoApplication.class, protocol, port, settings);
    }

    /** Handlers inline on the event loop. */
    static RunningServer nonBlocking(Protocol protocol, int port, String... settings)
            throws IOException {
        return new TakoServer(TakoNonBlockingApplication.class, protocol, port, settings);
    }

    /** WebFlux's functional endpoints in place of Tako's routes. */
    static RunningServer webFlux(Protocol protocol, int port, String... settings)
            throws IOException {
        return new TakoServer(WebFluxApplication.class, protocol, port, settings);
    }

    @Override
    public int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @Override
    public Optional<Path> socket() {
        return Optional.ofNullable(file);
    }

    @Override
    public void close() {
        context.close();
    }
}
