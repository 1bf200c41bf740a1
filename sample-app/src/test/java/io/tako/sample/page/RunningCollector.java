package io.tako.sample.page;

import io.tako.sample.CollectorApplication;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.store.SeriesStore;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.util.TestSocketUtils;

/** The application on a port that stays the same whatever happens to it. */
final class RunningCollector implements AutoCloseable {

    private final int port = TestSocketUtils.findAvailableTcpPort();
    private final String[] arguments;
    private ConfigurableApplicationContext application;

    RunningCollector(String... arguments) {
        this.arguments =
                Stream.concat(
                                Stream.of("--server.address=127.0.0.1", "--server.port=" + port),
                                Stream.of(arguments))
                        .toArray(String[]::new);
        application = start(_ -> {});
    }

    /** Scheme, host and port. */
    String origin(String scheme) {
        return scheme + "://127.0.0.1:" + port;
    }

    /**
     * Does what scripts ask for: {@code stop} and {@code start} the server alone, start all {@code
     * anew} with a store of one point, {@code write} a point by another way than the server.
     */
    void does(String wish) {
        String[] words = wish.split(" ");
        switch (words[0]) {
            case "stop" -> server().stop();
            case "start" -> server().start();
            case "anew" -> {
                application.close();
                Point first = pulse(words);
                application = start(store -> store.write(first));
            }
            case "write" -> application.getBean(SeriesStore.class).write(pulse(words));
            default -> throw new IllegalArgumentException(wish);
        }
    }

    @Override
    public void close() {
        application.close();
    }

    /** What is done with the store is done before anybody can connect. */
    private ConfigurableApplicationContext start(Consumer<SeriesStore> before) {
        return new SpringApplicationBuilder(CollectorApplication.class)
                .initializers(
                        (GenericApplicationContext context) ->
                                context.registerBean(
                                        SmartInitializingSingleton.class,
                                        () ->
                                                () ->
                                                        before.accept(
                                                                context.getBean(
                                                                        SeriesStore.class))))
                .run(arguments);
    }

    private WebServer server() {
        WebServer server = ((WebServerApplicationContext) application).getWebServer();
        return Objects.requireNonNull(server, "server");
    }

    /** A verb, a time in milliseconds, and beats. */
    private static Point pulse(String[] words) {
        FieldValue beats = new FieldValue.Decimal(Double.parseDouble(words[2]));
        long time = Long.parseLong(words[1]) * 1_000_000;
        return new Point("pulse", Map.of(), Map.of("beats", beats), time);
    }
}
