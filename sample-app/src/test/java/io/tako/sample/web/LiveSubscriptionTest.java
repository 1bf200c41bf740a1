package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.Point;
import io.tako.sample.store.SeriesFilter;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.StoreLimits;
import io.tako.sample.store.Watch;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What waits while a client takes nothing. */
final class LiveSubscriptionTest {

    private static final int KEPT = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SeriesStore store = new SeriesStore(new StoreLimits(10, KEPT, 10_000, 4, 64, 64));
    private final Outbox outbox = new Outbox();
    private final BlockingQueue<JsonNode> sent = new LinkedBlockingQueue<>();
    private final LiveClient client = new LiveClient(socket(sent), JSON);
    private Thread sender = Thread.ofVirtual().unstarted(() -> {});

    @AfterEach
    void stop() {
        sender.interrupt();
    }

    @Test
    void aSeriesWaitsOnceHoweverMuchHasCome() throws Exception {
        write("a", 0);
        store.watch(SeriesFilter.ALL, new LiveSubscription("s", 10, outbox));
        for (int i = 1; i <= 1_000; i++) {
            write("a", i);
        }

        send();

        assertThat(next().get("type").stringValue()).isEqualTo("series");
        JsonNode points = next();
        assertThat(points.get("missed").longValue()).isEqualTo(1_000 - KEPT);
        assertThat(points.get("points").size()).isEqualTo(KEPT);
        assertThat(points.get("points").get(KEPT - 1).get("value").doubleValue()).isEqualTo(1_000);
        write("b", 1);
        assertThat(next().get("series").get("measurement").stringValue()).isEqualTo("b");
    }

    @Test
    void aLongBacklogLetsTheOthersInLineComeBetween() throws Exception {
        SeriesStore large = new SeriesStore(new StoreLimits(10, 1_000, 10_000, 4, 64, 64));
        large.watch(SeriesFilter.ALL, new LiveSubscription("s", 10, outbox));
        for (int i = 1; i <= 600; i++) {
            large.write(point("a", i));
        }
        large.write(point("b", 1));

        send();

        assertThat(List.of(next(), next(), next(), next(), next(), next()))
                .extracting(
                        message ->
                                message.get("type").stringValue()
                                        + (message.has("points")
                                                ? message.get("points").size()
                                                : ""))
                .containsExactly(
                        "series", "points256", "series", "points1", "points256", "points88");
    }

    @Test
    void whatIsNotFollowedAnyMoreAddsNothing() throws Exception {
        Watch watch = store.watch(SeriesFilter.ALL, new LiveSubscription("s", 10, outbox));
        watch.close();
        write("a", 1);
        outbox.add(to -> to.send(new LiveMessage.Unsubscribed("s")));

        send();

        assertThat(next().get("type").stringValue()).isEqualTo("unsubscribed");
    }

    private void send() {
        sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        outbox.sendTo(client);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
    }

    private JsonNode next() throws InterruptedException {
        JsonNode message = sent.poll(30, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    private void write(String measurement, long time) {
        store.write(point(measurement, time));
    }

    private static Point point(String measurement, long time) {
        return new Point(measurement, Map.of(), Map.of("v", new Decimal(time)), time);
    }

    /** A socket that keeps the texts it is to send. */
    private static WebSocket socket(BlockingQueue<JsonNode> sent) {
        return (WebSocket)
                Proxy.newProxyInstance(
                        WebSocket.class.getClassLoader(),
                        new Class<?>[] {WebSocket.class},
                        (self, method, arguments) -> {
                            if (!method.getName().equals("send")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            sent.add(JSON.readTree((String) arguments[0]));
                            return null;
                        });
    }
}
