package io.tako.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesFeedTest {

    private static final int KEPT = 4;

    private final SeriesStore store = new SeriesStore(new StoreLimits(10, KEPT, 1_000, 4, 64, 64));

    @Test
    void arrivalsAreCountedInTheOrderTheyCameAndNotOfTime() {
        write(30, 1);
        write(10, 2);
        write(20, 3);

        Arrivals all = feed().after(0, 10);

        assertThat(all.held())
                .containsExactly(arrival(1, 30, 1), arrival(2, 10, 2), arrival(3, 20, 3));
        assertThat(all.missed()).isZero();
        assertThat(all.upTo()).isEqualTo(3);
        assertThat(feed().latest()).isEqualTo(3);
    }

    @Test
    void whatWasReadDoesNotComeAgain() {
        write(10, 1);
        write(20, 2);

        assertThat(feed().after(1, 10).held()).containsExactly(arrival(2, 20, 2));
        assertThat(feed().after(2, 10).isEmpty()).isTrue();
        assertThat(feed().after(2, 10).upTo()).isEqualTo(2);
    }

    @Test
    void aLongBacklogComesInParts() {
        LongStream.rangeClosed(1, KEPT).forEach(i -> write(i, i));

        Arrivals first = feed().after(0, 3);
        Arrivals second = feed().after(first.upTo(), 3);

        assertThat(first.held()).extracting(Arrival::number).containsExactly(1L, 2L, 3L);
        assertThat(second.held()).extracting(Arrival::number).containsExactly(4L);
    }

    @Test
    void whatWasPushedOutIsMissedAndCounted() {
        LongStream.rangeClosed(1, 10).forEach(i -> write(i, i));

        Arrivals after = feed().after(2, 10);

        assertThat(after.held()).extracting(Arrival::number).containsExactly(7L, 8L, 9L, 10L);
        assertThat(after.missed()).isEqualTo(4);
    }

    @Test
    void aSampleWrittenOverIsANewArrivalAndTheOldOneIsMissed() {
        write(10, 1);
        write(20, 2);
        write(10, 3);

        Arrivals all = feed().after(0, 10);

        assertThat(all.held()).containsExactly(arrival(2, 20, 2), arrival(3, 10, 3));
        assertThat(all.missed()).isEqualTo(1);
    }

    @Test
    void aBatchSentAgainIsNoNewArrival() {
        write(10, 1);
        write(10, 1);

        assertThat(feed().latest()).isEqualTo(1);
    }

    @Test
    void aSampleOlderThanAllOfAFullSeriesIsNoArrival() {
        LongStream.rangeClosed(11, 10 + KEPT).forEach(i -> write(i, i));
        write(1, 1);

        assertThat(feed().latest()).isEqualTo(KEPT);
    }

    @Test
    void numbersSurviveGrowingAndWrappingAround() {
        SeriesStore large = new SeriesStore(new StoreLimits(10, 100, 1_000, 4, 64, 64));
        LongStream.rangeClosed(1, 250).forEach(i -> write(large, i, new Decimal(i)));

        Arrivals all = feed(large).after(0, 1_000);

        assertThat(all.missed()).isEqualTo(150);
        assertThat(all.held()).hasSize(100);
        assertThat(all.held()).allMatch(a -> a.number() == a.timestampNanos());
    }

    @Test
    void ofTextsTheLatestAloneIsHeld() {
        write(store, 10, new Text("down"));
        write(store, 20, new Text("up"));
        write(store, 20, new Text("up"));
        write(store, 5, new Text("late"));

        Arrivals all = feed().after(0, 10);

        assertThat(all.held()).containsExactly(new Arrival(2, 20, new Text("up")));
        assertThat(all.missed()).isEqualTo(1);
        assertThat(feed().after(2, 10).isEmpty()).isTrue();
    }

    @Test
    void aWatchIsToldUntilItIsClosed() {
        write(10, 1);
        List<Long> seen = new ArrayList<>();
        Watch watch = feed().watch(() -> seen.add(feed().latest()));
        write(20, 2);
        write(30, 3);
        watch.close();
        write(40, 4);

        assertThat(seen).containsExactly(2L, 3L);
    }

    @Test
    void aFilterIsToldOfSeriesThereAreAndOfThoseThatBegin() {
        SeriesFilter hosts = new SeriesFilter(Optional.of("cpu"), Optional.empty(), Map.of());
        store.write(new Point("cpu", Map.of("host", "a"), fields(1), 1));
        store.write(new Point("disk", Map.of("host", "a"), fields(1), 1));
        List<String> told = new ArrayList<>();
        Watch watch =
                store.watch(
                        hosts,
                        series -> {
                            String host = series.info().tags().get("host");
                            return () -> told.add(host + series.latest());
                        });
        store.write(new Point("cpu", Map.of("host", "b"), fields(1), 1));
        store.write(new Point("disk", Map.of("host", "b"), fields(1), 1));
        watch.close();
        store.write(new Point("cpu", Map.of("host", "c"), fields(1), 1));
        store.write(new Point("cpu", Map.of("host", "a"), fields(2), 2));

        assertThat(told).containsExactly("a1", "b0", "b1");
    }

    private void write(long time, double value) {
        write(store, time, new Decimal(value));
    }

    private static void write(SeriesStore store, long time, FieldValue value) {
        assertThat(store.write(new Point("m", Map.of(), Map.of("v", value), time)))
                .isEqualTo(new WriteOutcome.Stored());
    }

    private static Map<String, FieldValue> fields(double value) {
        return Map.of("v", new Decimal(value));
    }

    private SeriesFeed feed() {
        return feed(store);
    }

    private static SeriesFeed feed(SeriesStore store) {
        return store.all().iterator().next();
    }

    private static Arrival arrival(long number, long time, double value) {
        return new Arrival(number, time, new Decimal(value));
    }
}
