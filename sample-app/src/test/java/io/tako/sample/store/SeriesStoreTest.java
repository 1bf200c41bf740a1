package io.tako.sample.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Flag;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.FieldValue.Whole;
import io.tako.sample.point.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {

    @Test
    void everyFieldIsASeriesOfItsOwn() {
        SeriesStore store = store(10, 10, 1_000);

        written(store, point("cpu", Map.of("a", new Decimal(1), "b", new Whole(2)), 1));

        assertThat(fields(store)).containsExactly("a", "b");
    }

    @Test
    void orderOfTagsDoesNotMatter() {
        SeriesStore store = store(10, 10, 1_000);
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("z", "1");
        tags.put("a", "2");

        written(store, new Point("cpu", tags, Map.of("v", new Decimal(1)), 1));
        written(store, new Point("cpu", new TreeMap<>(tags), Map.of("v", new Decimal(2)), 2));

        assertThat(store.all()).hasSize(1);
        assertThat(info(store).tags().keySet()).containsExactly("a", "z");
    }

    @Test
    void idTellsApartWhatOnlyConcatenationWouldMix() {
        SeriesStore store = store(10, 10, 1_000);
        written(store, new Point("m", Map.of("a", "bc"), Map.of("d", new Decimal(1)), 1));
        written(store, new Point("m", Map.of("ab", "c"), Map.of("d", new Decimal(1)), 1));
        written(store, new Point("ma", Map.of("b", "c"), Map.of("d", new Decimal(1)), 1));
        written(store, new Point("mab", Map.of(), Map.of("cd", new Decimal(1)), 1));

        assertThat(store.all().stream().map(Series::id).distinct()).hasSize(4);
    }

    @Test
    void idIsTheSameInEveryStore() {
        SeriesStore one = store(10, 10, 1_000);
        SeriesStore other = store(10, 10, 1_000);
        written(one, number("cpu", 1, 1));
        written(other, number("cpu", 9, 9));

        assertThat(info(one).id()).isEqualTo(info(other).id()).matches("[0-9a-f]{32}");
    }

    @Test
    void ringKeepsTheNewestPoints() {
        SeriesStore store = store(1, 100, 1_000);
        for (int i = 0; i < 1_000; i++) {
            written(store, number("cpu", i, i));
        }

        assertThat(samples(store)).hasSize(100);
        assertThat(samples(store).getFirst()).isEqualTo(new Sample(900, 900));
        assertThat(samples(store).getLast()).isEqualTo(new Sample(999, 999));
        assertThat(store.counts()).isEqualTo(new StoreCounts(1_000, 0, 900, 1));
    }

    @Test
    void latePointIsPutInItsPlace() {
        SeriesStore store = store(1, 10, 100);
        for (long time : new long[] {5, 1, 9, 3, 7}) {
            written(store, number("cpu", time, time));
        }

        assertThat(samples(store))
                .extracting(Sample::timestampNanos)
                .containsExactly(1L, 3L, 5L, 7L, 9L);
        assertThat(info(store).latest().orElseThrow().timestampNanos()).isEqualTo(9);
    }

    @Test
    void pointOlderThanAFullRingIsItselfTheOneDropped() {
        SeriesStore store = store(1, 2, 100);
        written(store, number("cpu", 10, 10));
        written(store, number("cpu", 20, 20));

        written(store, number("cpu", 5, 5));

        assertThat(samples(store)).extracting(Sample::timestampNanos).containsExactly(10L, 20L);
        assertThat(store.counts().dropped()).isEqualTo(1);
    }

    @Test
    void sameTimestampReplacesTheValue() {
        SeriesStore store = store(1, 2, 100);
        written(store, number("cpu", 1, 1));
        written(store, number("cpu", 2, 2));

        written(store, number("cpu", 1, 7));

        assertThat(samples(store)).containsExactly(new Sample(1, 7), new Sample(2, 2));
        assertThat(store.counts().dropped()).isZero();
    }

    @Test
    void ringInAnyOrderHoldsWhatASortedMapWouldHold() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int room = random.nextInt(1, 40);
            SeriesStore store = store(1, room, 1_000);
            TreeMap<Long, Double> expected = new TreeMap<>();
            for (int i = 0; i < 200; i++) {
                long time = random.nextLong(-60, 60);
                written(store, number("cpu", time, i));
                expected.put(time, (double) i);
                if (expected.size() > room) {
                    expected.pollFirstEntry();
                }
            }
            TreeMap<Long, Double> kept = new TreeMap<>();
            samples(store).forEach(sample -> kept.put(sample.timestampNanos(), sample.value()));
            assertThat(kept).as("round %d, room %d", round, room).isEqualTo(expected);
        }
    }

    @Test
    void seriesStopGrowingWhenTheSharedRoomIsTaken() {
        SeriesStore store = store(2, 1_000, 48);
        for (int i = 0; i < 500; i++) {
            written(store, number("greedy", i, i));
        }
        for (int i = 0; i < 500; i++) {
            written(store, number("later", i, i));
        }

        assertThat(store.all().stream().map(series -> series.info().points()))
                .containsExactly(64, 16);
        assertThat(store.counts().dropped()).isEqualTo(436 + 484);
    }

    @Test
    void newSeriesBeyondTheBoundIsRefusedAndOthersStillStored() {
        SeriesStore store = store(2, 10, 100);
        written(store, number("a", 1, 1));
        written(store, number("b", 1, 1));

        assertThat(store.write(number("c", 1, 1)))
                .isEqualTo(
                        new WriteOutcome.Refused(
                                "the point begins 1 new series, and 2 of at most 2 are kept"
                                        + " already"));
        written(store, number("a", 2, 2));
        assertThat(store.counts()).isEqualTo(new StoreCounts(4, 1, 0, 2));
    }

    @Test
    void refusedPointLeavesNothingBehind() {
        SeriesStore store = store(2, 10, 100);
        written(store, point("cpu", Map.of("a", new Decimal(1)), 1));

        Point three =
                point(
                        "cpu",
                        Map.of("a", new Decimal(2), "b", new Decimal(2), "c", new Decimal(2)),
                        2);

        assertThat(store.write(three)).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(fields(store)).containsExactly("a");
        assertThat(samples(store)).containsExactly(new Sample(1, 1));
    }

    @Test
    void fieldNeverChangesItsKind() {
        SeriesStore store = store(10, 10, 100);
        written(store, point("cpu", Map.of("v", new Whole(1)), 1));
        written(store, point("cpu", Map.of("v", new Decimal(1.5)), 2));

        Map<String, FieldValue> mixed = new LinkedHashMap<>();
        mixed.put("new", new Decimal(1));
        mixed.put("v", new Text("x"));
        assertThat(store.write(point("cpu", mixed, 3)))
                .isEqualTo(new WriteOutcome.Refused("field 'v' of 'cpu' is a number, not a text"));
        assertThat(fields(store)).containsExactly("v");
    }

    @Test
    void textAndFlagSeriesKeepTheLatestOnly() {
        SeriesStore store = store(10, 10, 100);
        written(store, point("app", Map.of("version", new Text("2"), "up", new Flag(true)), 20));
        written(store, point("app", Map.of("version", new Text("1"), "up", new Flag(false)), 10));

        assertThat(store.all().stream().map(series -> series.info().latest().orElseThrow()))
                .containsExactly(
                        new SeriesInfo.Latest(20, new Flag(true)),
                        new SeriesInfo.Latest(20, new Text("2")));
    }

    @Test
    void namesTagsAndTextsAreBounded() {
        SeriesStore store = new SeriesStore(new StoreLimits(10, 10, 100, 1, 5, 3));
        Decimal one = new Decimal(1);

        written(store, new Point("12345", Map.of("12345", "12345"), Map.of("12345", one), 1));
        written(store, point("m", Map.of("t", new Text("abc")), 1));
        refused(
                store,
                point("123456", Map.of("v", one), 1),
                "measurement '123456' is longer than 5 characters");
        refused(
                store,
                new Point("m", Map.of("123456", "1"), Map.of("v", one), 1),
                "tag '123456' is longer than 5 characters");
        refused(
                store,
                new Point("m", Map.of("k", "123456"), Map.of("v", one), 1),
                "tag value '123456' is longer than 5 characters");
        refused(
                store,
                point("m", Map.of("123456", one), 1),
                "field '123456' is longer than 5 characters");
        refused(
                store,
                point("m", Map.of("t", new Text("abcd")), 2),
                "the text of field 't' is longer than 3 characters");
        refused(
                store,
                new Point("m", Map.of("a", "1", "b", "2"), Map.of("v", one), 1),
                "the point has 2 tags, more than 1");
    }

    @Test
    void limitsThatKeepNothingAreRefused() {
        assertThatThrownBy(() -> new StoreLimits(0, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSeries must be at least 1, not 0");
    }

    private static void written(SeriesStore store, Point point) {
        assertThat(store.write(point)).isInstanceOf(WriteOutcome.Stored.class);
    }

    @Test
    void whatIsRemovedGivesItsRoomBack() {
        SeriesStore store = store(1, 1_000, 48);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 500; i++) {
                written(store, number("round" + round, i, i));
            }
            assertThat(info(store).points()).isEqualTo(64);

            assertThat(store.remove(info(store).id())).isTrue();
            assertThat(store.all()).isEmpty();
        }
        assertThat(store.remove("unknown")).isFalse();
    }

    @Test
    void whatIsOlderThanAMomentIsRemoved() {
        SeriesStore store = store(10, 10, 1_000);
        written(store, number("a", 9, 1));
        written(store, number("b", 9, 1));
        written(store, number("b", 10, 1));
        written(store, point("c", Map.of("t", new Text("x"), "u", new Flag(true)), 9));
        written(store, point("d", Map.of("t", new Text("x")), 10));

        assertThat(store.removeOlderThan(10)).isEqualTo(3);
        assertThat(store.removeOlderThan(10)).isZero();

        assertThat(store.all().stream().map(series -> series.key().measurement()))
                .containsExactly("b", "d");
    }

    @Test
    void whoWatchesHearsOfASeriesThatBeginsAnew() {
        SeriesStore store = store(10, 10, 1_000);
        List<String> heard = new ArrayList<>();
        store.watch(
                new SeriesFilter(Optional.empty(), Optional.empty(), Map.of()),
                series -> {
                    heard.add("joined");
                    return () -> heard.add("arrived at " + series.latest());
                });
        written(store, number("a", 1, 1));
        store.remove(info(store).id());
        written(store, number("a", 2, 2));

        assertThat(heard)
                .containsExactly(
                        "joined",
                        "arrived at 0",
                        "arrived at 1",
                        "joined",
                        "arrived at 0",
                        "arrived at 1");
    }

    private static void refused(SeriesStore store, Point point, String reason) {
        assertThat(store.write(point)).isEqualTo(new WriteOutcome.Refused(reason));
    }

    private static List<String> fields(SeriesStore store) {
        return store.all().stream().map(series -> series.key().field()).toList();
    }

    private static SeriesInfo info(SeriesStore store) {
        return store.all().iterator().next().info();
    }

    private static List<Sample> samples(SeriesStore store) {
        return new SeriesQueries(store)
                .range(info(store).id(), TimeRange.ALWAYS, SeriesQueries.MAX_LIMIT)
                .samples();
    }

    private static Point number(String measurement, long time, double value) {
        return point(measurement, Map.of("v", new Decimal(value)), time);
    }

    private static Point point(String measurement, Map<String, FieldValue> fields, long time) {
        return new Point(measurement, Map.of(), fields, time);
    }

    private static SeriesStore store(int series, int pointsPerSeries, long points) {
        return new SeriesStore(new StoreLimits(series, pointsPerSeries, points, 32, 256, 1_024));
    }
}
