package io.tako.sample.page;

import io.tako.sample.CollectorApplication;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.store.SeriesStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The page as people see it, over HTTP/1.1. */
final class PageInBrowserTest {

    private final int port = freePort();
    private ConfigurableApplicationContext collector = start();

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void theChartAdvancesWithEveryPoint() throws Exception {
        BrowserScript.run("chart.mjs", _ -> {}, origin());
    }

    @Test
    void theOtherTabShowsPointsOfASubscription() throws Exception {
        BrowserScript.run("points.mjs", _ -> {}, origin(), "http/1.1");
    }

    @Test
    void aServerThatComesBackIsFollowedWithoutLoss() throws Exception {
        BrowserScript.run(
                "restart.mjs",
                wish -> {
                    String[] words = wish.split(" ");
                    switch (words[0]) {
                        case "stop" -> server().stop();
                        case "start" -> server().start();
                        default -> write(words[1], words[2]);
                    }
                },
                origin());
    }

    @Test
    void aCollectorThatWasStartedAnewIsNoticed() throws Exception {
        BrowserScript.run(
                "anew.mjs",
                wish -> {
                    String[] words = wish.split(" ");
                    collector.close();
                    collector = start();
                    write(words[2], words[3]);
                },
                origin());
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(CollectorApplication.class)
                .properties("spring.main.banner-mode=off")
                .run("--server.address=127.0.0.1", "--server.port=" + port);
    }

    private WebServer server() {
        WebServer server = ((WebServerApplicationContext) collector).getWebServer();
        return Objects.requireNonNull(server, "server");
    }

    private String origin() {
        return "http://127.0.0.1:" + port;
    }

    /** A point that comes by another way than the server. */
    private void write(String millis, String beats) {
        FieldValue value = new FieldValue.Decimal(Double.parseDouble(beats));
        collector
                .getBean(SeriesStore.class)
                .write(
                        new Point(
                                "pulse",
                                Map.of(),
                                Map.of("beats", value),
                                Long.parseLong(millis) * 1_000_000));
    }

    /** The same before and after a restart. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
