package io.tako.benchmarks.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** A Spring Boot application on Tako, with the runtime the class path has. */
final class TakoServer implements RunningServer {
    private final ReactiveWebServerApplicationContext context;

    private TakoServer(Class<?> application, List<String> arguments) {
        context =
                (ReactiveWebServerApplicationContext)
                        new SpringApplicationBuilder(application)
                                .bannerMode(Banner.Mode.OFF)
                                .run(arguments.toArray(String[]::new));
    }

    /** Handlers on virtual threads; the settings are as on a command line. */
    static RunningServer virtualThreads(int port, String... settings) {
        return new TakoServer(TakoApplication.class, arguments(port, settings));
    }

    /** Handlers inline on the event loop. */
    static RunningServer nonBlocking(int port, String... settings) {
        return new TakoServer(TakoNonBlockingApplication.class, arguments(port, settings));
    }

    private static List<String> arguments(int port, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.add("--server.port=" + port);
        arguments.add("--server.address=127.0.0.1");
        return arguments;
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
