package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(
        properties = {
            "collector.store.max-points-per-series=200",
            "collector.live.max-followers=3",
            "collector.live.max-subscriptions=2",
            "collector.live.max-series=2",
            "collector.max-body=10MB"
        })
final class LiveSocketTest extends CollectorTest {

    private String measurement = "";

    @BeforeEach
    void name(TestInfo test) {
        measurement = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void pointsOfASubscriptionComeWithTheSeriesToldFirst() throws Exception {
        write("host=a v=1 1");
        try (SocketClient client = open()) {
            client.send(subscribe("s", ",\"tags\":{\"host\":\"a\"}"));
            JsonNode series = client.next();
            JsonNode subscribed = client.next();
            write("host=a v=2 2");
            write("host=b v=3 3");
            write("host=a v=4 4");

            assertThat(subscribed.get("type").stringValue()).isEqualTo("subscribed");
            assertThat(subscribed.get("subscription").stringValue()).isEqualTo("s");
            assertThat(series.get("type").stringValue()).isEqualTo("series");
            assertThat(series.get("series").get("measurement").stringValue())
                    .isEqualTo(measurement);
            assertThat(values(client, 2)).containsExactly(2.0, 4.0);
        }
    }

    @Test
    void aSeriesThatBeginsLaterIsFollowedFromItsFirstPoint() throws Exception {
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            write("v=7 1");

            JsonNode series = client.next();
            JsonNode points = client.next();

            assertThat(series.get("series").get("field").stringValue()).isEqualTo("v");
            assertThat(points.get("series")).isEqualTo(series.get("series").get("id"));
            assertThat(points.get("missed").intValue()).isZero();
            assertThat(points.get("points").get(0).get("time").stringValue())
                    .isEqualTo("1970-01-01T00:00:01Z");
        }
    }

    @Test
    void nothingComesAfterUnsubscribing() throws Exception {
        write("v=1 1");
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            client.next();
            client.send("{\"type\":\"unsubscribe\",\"subscription\":\"s\"}");
            assertThat(client.next().get("type").stringValue()).isEqualTo("unsubscribed");
            write("v=2 2");
            client.send(subscribe("t", ""));
            assertThat(client.next().get("type").stringValue()).isEqualTo("series");
            assertThat(client.next().get("type").stringValue()).isEqualTo("subscribed");
            write("v=3 3");
            assertThat(values(client, 1)).containsExactly(3.0);
        }
    }

    @Test
    void twoSubscriptionsAreToldApart() throws Exception {
        write("v=1 1");
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            client.next();
            client.send(subscribe("t", ",\"field\":\"v\""));
            client.next();
            client.next();
            write("v=2 2");

            assertThat(List.of(client.next(), client.next()))
                    .extracting(message -> message.get("subscription").stringValue())
                    .containsExactlyInAnyOrder("s", "t");
        }
    }

    @Test
    void aSubscriptionTooWideIsToldWhatIsLeftOut() throws Exception {
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            write("host=a v=1 1");
            write("host=b v=1 1");
            write("host=c v=1 1");

            List<JsonNode> messages = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                messages.add(client.next());
            }
            assertThat(messages)
                    .extracting(message -> message.get("type").stringValue())
                    .containsExactlyInAnyOrder("series", "points", "series", "points", "left-out");
            assertThat(messages.getLast().get("limit").intValue()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatDoesNotReadMissesWhatIsNotHeldAndIsToldHowMuch() throws Exception {
        write("v=0 0");
        int points = 400_000;
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            client.next();
            client.pause();
            for (int first = 1; first <= points; first += 20_000) {
                StringBuilder lines = new StringBuilder();
                for (int i = first; i < first + 20_000; i++) {
                    lines.append(measurement)
                            .append(" v=")
                            .append(i)
                            .append(' ')
                            .append(i)
                            .append('\n');
                }
                assertThat(post("/write?precision=s", lines.toString()).statusCode())
                        .isEqualTo(204);
            }
            client.resume();

            long received = 0;
            long missed = 0;
            double last = 0;
            while (received + missed < points) {
                JsonNode message = client.next();
                missed += message.get("missed").longValue();
                for (JsonNode point : message.get("points")) {
                    assertThat(point.get("value").doubleValue()).isGreaterThan(last);
                    last = point.get("value").doubleValue();
                    received++;
                }
            }
            assertThat(received + missed).isEqualTo(points);
            assertThat(last).isEqualTo(points);
            assertThat(missed).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"subscription\":\"\"}",
                "{\"type\":\"other\",\"subscription\":\"s\"}",
                "{\"subscription\":\"s\"}",
                "{\"type\":\"unsubscribe\",\"subscription\":\"s\"}",
                "{\"type\":\"subscribe\",\"subscription\":\"s\",\"tags\":7}"
            })
    void aBadRequestIsRefusedAndTheSocketStays(String request) throws Exception {
        try (SocketClient client = open()) {
            client.send(request);
            JsonNode refusal = client.next();
            assertThat(refusal.get("type").stringValue()).isEqualTo("error");
            assertThat(refusal.get("message").stringValue()).isNotBlank();
            client.send(subscribe("s", ""));
            assertThat(client.next().get("type").stringValue()).isEqualTo("subscribed");
        }
    }

    @Test
    void oneSubscriptionTooManyIsRefused() throws Exception {
        try (SocketClient client = open()) {
            client.send(subscribe("s", ""));
            client.next();
            client.send(subscribe("s", ""));
            assertThat(client.next().get("message").stringValue()).contains("of this name");
            client.send(subscribe("t", ""));
            client.next();
            client.send(subscribe("u", ""));
            assertThat(client.next().get("message").stringValue()).contains("2 subscriptions");
        }
    }

    @Test
    void oneSocketTooManyIsClosed() throws Exception {
        try (SocketClient first = following();
                SocketClient second = following();
                SocketClient third = following()) {
            try (SocketClient fourth = open()) {
                assertThat(fourth.closeCode()).isEqualTo(1013);
            }
        }
    }

    /** A subscriber, as soon as those that have left are seen to have left. */
    private SocketClient following() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        SocketClient client = open();
        client.send(subscribe("s", ""));
        while (!client.heard()) {
            assertThat(System.nanoTime() - end).as("patience left").isNegative();
            client.close();
            client = open();
            client.send(subscribe("s", ""));
        }
        return client;
    }

    private SocketClient open() throws Exception {
        URI http = uri("/api/live");
        return SocketClient.open(CLIENT, URI.create("ws" + http.toString().substring(4)));
    }

    private String subscribe(String name, String more) {
        return "{\"type\":\"subscribe\",\"subscription\":\"%s\",\"measurement\":\"%s\"%s}"
                .formatted(name, measurement, more);
    }

    /** Tags, fields and time in seconds. */
    private void write(String rest) throws Exception {
        String separator = rest.matches("\\w+=\\w+ .*=.*") ? "," : " ";
        assertThat(post("/write?precision=s", measurement + separator + rest).statusCode())
                .isEqualTo(204);
    }

    private static List<Double> values(SocketClient client, int count) throws Exception {
        List<Double> values = new ArrayList<>();
        while (values.size() < count) {
            for (JsonNode point : client.next().get("points")) {
                values.add(point.get("value").doubleValue());
            }
        }
        return values;
    }
}
