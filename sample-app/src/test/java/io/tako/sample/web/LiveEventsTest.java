package io.tako.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "collector.store.max-points-per-series=100",
            "collector.live.max-followers=3"
        })
final class LiveEventsTest extends CollectorTest {

    private String measurement = "";

    /** Each test has a series of its own, of one point. */
    @BeforeEach
    void begin(TestInfo test) throws Exception {
        measurement =
                test.getTestMethod().orElseThrow().getName() + test.getDisplayName().hashCode();
        write(1);
    }

    @Test
    void everyValueBecomesAnEventWithAnId() throws Exception {
        try (EventReader events = events("")) {
            assertThat(events.response().statusCode()).isEqualTo(200);
            assertThat(events.response().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            String start = events.next().id();
            write(2);
            write(3);

            EventReader.Event second = events.next();
            EventReader.Event third = events.next();

            assertThat(start).endsWith("-1");
            assertThat(second.name()).isEqualTo("message");
            assertThat(second.id()).endsWith("-2");
            assertThat(second.data()).containsEntry("time", "1970-01-01T00:00:02Z");
            assertThat(second.value()).isEqualTo(2);
            assertThat(third.value()).isEqualTo(3);
        }
    }

    @RepeatedTest(5)
    void whoComesBackGetsWhatCameMeanwhileAndNothingTwice() throws Exception {
        String last;
        try (EventReader events = events("")) {
            events.next();
            write(2);
            last = events.next().id();
        }
        write(3);
        write(4);
        try (EventReader events = events("", last)) {
            assertThat(events.next()).isEqualTo(idAlone(last));
            write(5);
            assertThat(values(events, 3)).containsExactly(3.0, 4.0, 5.0);
        }
    }

    @Test
    void aRangeSaysWhereTheStreamGoesOn() throws Exception {
        String last = json(get(series() + "/range")).get("last").stringValue();
        write(2);
        try (EventReader events = events("?after=" + last)) {
            events.next();
            assertThat(events.next().value()).isEqualTo(2);
        }
    }

    @Test
    void theFieldOfAClientThatComesBackWinsOverTheQuery() throws Exception {
        String after = json(get(series() + "/range")).get("last").stringValue();
        write(2);
        write(3);
        try (EventReader events = events("?after=" + after, after.replaceAll("-1$", "-2"))) {
            events.next();
            assertThat(events.next().value()).isEqualTo(3);
        }
    }

    @Test
    void whatIsNotHeldAnyMoreIsSaidToBeMissed() throws Exception {
        String after = json(get(series() + "/range")).get("last").stringValue();
        for (int i = 2; i <= 151; i++) {
            write(i);
        }
        try (EventReader events = events("", after)) {
            events.next();
            EventReader.Event gap = events.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.data())
                    .containsEntry("reason", "overtaken")
                    .containsEntry("missed", "50");
            assertThat(values(events, 100)).startsWith(52.0).endsWith(151.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anotherrun-1", "nonsense", "-5", "x-18446744073709551615", ""})
    void anUnknownEventStartsWithEverythingThatIsHeld(String id) throws Exception {
        write(2);
        try (EventReader events = events("", id.isEmpty() ? "{run}-99" : id)) {
            EventReader.Event gap = events.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.data()).containsOnlyKeys("reason").containsValue("unknown-event");
            events.next();
            assertThat(values(events, 2)).containsExactly(1.0, 2.0);
        }
    }

    @Test
    void ofAnUnknownEventNothingIsSaidToBeMissedThatWasGoneBefore() throws Exception {
        for (int i = 2; i <= 150; i++) {
            write(i);
        }
        try (EventReader events = events("", "anotherrun-1")) {
            assertThat(events.next().data()).containsEntry("reason", "unknown-event");
            assertThat(events.next().id()).endsWith("-50");
            assertThat(values(events, 100)).startsWith(51.0).endsWith(150.0);
        }
    }

    @Test
    void textsAndTruthValuesAreToldToo() throws Exception {
        post("/write?precision=s", measurement + "-state up=true 1\n");
        String id = only(measurement + "-state").get("id").stringValue();
        try (EventReader events = EventReader.open(CLIENT, live(id, ""), Optional.empty())) {
            events.next();
            post("/write?precision=s", measurement + "-state up=false 2\n");
            assertThat(events.next().data()).containsEntry("value", "false");
        }
    }

    @Test
    void anUnknownSeriesIs404() throws Exception {
        assertThat(get("/api/series/0123/live").statusCode()).isEqualTo(404);
    }

    @Test
    void oneFollowerTooManyIsSentAwayUntilAnotherLeaves() throws Exception {
        try (EventReader first = eventually();
                EventReader second = eventually()) {
            first.next();
            second.next();
            try (EventReader third = eventually()) {
                third.next();
                HttpResponse<String> fourth = get(series() + "/live");
                assertThat(fourth.statusCode()).isEqualTo(503);
                assertThat(fourth.headers().firstValue("Retry-After")).hasValue("5");
            }
            try (EventReader again = eventually()) {
                again.next();
            }
        }
    }

    /** A place is free once the server has seen its follower leave, which a write makes it see. */
    private EventReader eventually() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        EventReader events = events("");
        for (int i = 2; events.response().statusCode() != 200; i++) {
            assertThat(System.nanoTime() - end).as("patience left").isNegative();
            events.close();
            write(i);
            events = events("");
        }
        return events;
    }

    private void write(long value) throws Exception {
        HttpResponse<String> response =
                post("/write?precision=s", measurement + " v=" + value + " " + value);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    private String series() throws Exception {
        return "/api/series/" + only(measurement).get("id").stringValue();
    }

    private URI live(String id, String query) {
        return uri("/api/series/" + id + "/live" + query);
    }

    private EventReader events(String query) throws Exception {
        return EventReader.open(CLIENT, uri(series() + "/live" + query), Optional.empty());
    }

    private EventReader events(String query, String lastEvent) throws Exception {
        String run = json(get(series() + "/range")).get("last").stringValue().replaceAll("-.*", "");
        return EventReader.open(
                CLIENT,
                uri(series() + "/live" + query),
                Optional.of(lastEvent.replace("{run}", run)));
    }

    private static EventReader.Event idAlone(String id) {
        return new EventReader.Event(id, "message", Map.of());
    }

    private static List<Double> values(EventReader events, int count) throws Exception {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(events.next().value());
        }
        return values;
    }
}
