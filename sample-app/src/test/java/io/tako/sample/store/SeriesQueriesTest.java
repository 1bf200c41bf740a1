package io.tako.sample.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesQueriesTest {

    private final SeriesStore store = new SeriesStore(StoreLimits.DEFAULTS);
    private final SeriesQueries queries = new SeriesQueries(store);

    @Test
    void listIsPagedInAStableOrderWithATotal() {
        for (int i = 9; i >= 0; i--) {
            write("cpu", Map.of("host", "h" + i), "usage", new Decimal(i), 1);
        }

        List<String> hosts = new ArrayList<>();
        for (int page = 0; page < 4; page++) {
            SeriesPage found = queries.list(SeriesFilter.ALL, page, 4);
            assertThat(found.total()).isEqualTo(10);
            found.series().forEach(series -> hosts.add(series.tags().get("host")));
        }

        assertThat(hosts)
                .containsExactly("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9");
        assertThat(queries.list(SeriesFilter.ALL, Integer.MAX_VALUE, 1_000).series()).isEmpty();
    }

    @Test
    void filterTakesOnlyWhatMatchesAllOfIt() {
        write("cpu", Map.of("host", "a", "core", "0"), "usage", new Decimal(1), 1);
        write("cpu", Map.of("host", "b"), "usage", new Decimal(1), 1);
        write("cpu", Map.of("host", "a"), "load", new Decimal(1), 1);
        write("mem", Map.of("host", "a"), "usage", new Decimal(1), 1);

        assertThat(total(Optional.of("cpu"), Optional.empty(), Map.of())).isEqualTo(3);
        assertThat(total(Optional.of("cpu"), Optional.of("usage"), Map.of())).isEqualTo(2);
        assertThat(total(Optional.of("cpu"), Optional.empty(), Map.of("host", "a"))).isEqualTo(2);
        assertThat(total(Optional.empty(), Optional.of("usage"), Map.of("host", "a"))).isEqualTo(2);
        assertThat(total(Optional.empty(), Optional.empty(), Map.of("host", "a", "core", "0")))
                .isEqualTo(1);
        assertThat(total(Optional.empty(), Optional.empty(), Map.of("rack", "a"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1,10,page", "0,0,size", "0,1001,size"})
    void pageOutOfBoundsIsRefusedByName(int page, int size, String name) {
        assertThatThrownBy(() -> queries.list(SeriesFilter.ALL, page, size))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessageStartingWith(name + " must be from ");
    }

    @Test
    void rangeHasItsStartAndNotItsEnd() {
        String id = numbers(0, 10, 20, 30);

        assertThat(queries.range(id, new TimeRange(10, 30), 100).samples())
                .containsExactly(new Sample(10, 10), new Sample(20, 20));
        assertThat(queries.range(id, new TimeRange(11, 12), 100).samples()).isEmpty();
        assertThat(queries.range(id, TimeRange.ALWAYS, 100).samples()).hasSize(4);
    }

    @Test
    void openRangeHasTheEarliestAndTheLatestMoment() {
        String id = numbers(Timestamps.MIN, Timestamps.MAX);

        assertThat(
                        queries.range(id, TimeRange.of(Optional.empty(), Optional.empty()), 10)
                                .samples())
                .extracting(Sample::timestampNanos)
                .containsExactly(Timestamps.MIN, Timestamps.MAX);
    }

    @Test
    void nextLeadsThroughAWholeRange() {
        long[] times = new long[95];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 3L;
        }
        String id = numbers(times);

        List<Long> seen = new ArrayList<>();
        SampleSlice slice = queries.range(id, TimeRange.ALWAYS, 10);
        slice.samples().forEach(sample -> seen.add(sample.timestampNanos()));
        int slices = 1;
        while (slice.next().isPresent()) {
            TimeRange rest = new TimeRange(slice.next().getAsLong(), TimeRange.ALWAYS.to());
            slice = queries.range(id, rest, 10);
            slice.samples().forEach(sample -> seen.add(sample.timestampNanos()));
            slices++;
        }

        assertThat(seen).containsExactlyElementsOf(Arrays.stream(times).boxed().toList());
        assertThat(slices).isEqualTo(10);
    }

    @Test
    void rangeThatEndsBeforeItBeginsIsRefused() {
        Optional<Instant> moment = Optional.of(Instant.parse("2026-03-14T10:00:00Z"));
        assertThatThrownBy(() -> TimeRange.of(moment, moment))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessage("from (2026-03-14T10:00:00Z) must be before to (2026-03-14T10:00:00Z)");
        assertThatThrownBy(() -> TimeRange.of(Optional.empty(), Optional.of(Instant.MAX)))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessageStartingWith("to: the timestamp is outside 1677-");
    }

    @ParameterizedTest
    @CsvSource({"0", "10001"})
    void limitOutOfBoundsIsRefused(int limit) {
        String id = numbers(1);
        assertThatThrownBy(() -> queries.range(id, TimeRange.ALWAYS, limit))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessage("limit must be from 1 to 10000, not " + limit);
    }

    @Test
    void unknownSeriesIsToldApartFromBadParameters() {
        assertThatThrownBy(() -> queries.range("nope", TimeRange.ALWAYS, 1))
                .isInstanceOf(QueryException.NoSuchSeries.class)
                .hasMessage("no series 'nope'");
        assertThatThrownBy(() -> queries.get("nope"))
                .isInstanceOf(QueryException.NoSuchSeries.class);
    }

    @Test
    void textSeriesHasNoRange() {
        write("app", Map.of(), "version", new Text("1"), 1);
        String id = queries.list(SeriesFilter.ALL, 0, 1).series().getFirst().id();

        assertThatThrownBy(() -> queries.range(id, TimeRange.ALWAYS, 1))
                .isInstanceOf(QueryException.NotNumeric.class)
                .hasMessageContaining("is of kind text");
        assertThat(queries.get(id).latest().orElseThrow().value()).isEqualTo(new Text("1"));
    }

    @Test
    void windowsAreAlignedToTheEpochAndEmptyOnesLeftOut() {
        String id = numbers(-11, -1, 0, 9, 10, 45);

        assertThat(aggregate(id, 10, Aggregation.SUM))
                .containsExactly(
                        new Window(-20, 1, -11),
                        new Window(-10, 1, -1),
                        new Window(0, 2, 9),
                        new Window(10, 1, 10),
                        new Window(40, 1, 45));
    }

    @Test
    void samplesOutsideTheRangeDoNotCount() {
        String id = numbers(0, 5, 10, 15);

        assertThat(
                        queries.aggregate(
                                id, new TimeRange(5, 15), Duration.ofNanos(10), Aggregation.COUNT))
                .containsExactly(new Window(0, 1, 1), new Window(10, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "AVG,5.5",
        "MIN,1",
        "MAX,10",
        "SUM,55",
        "COUNT,10",
        "FIRST,3",
        "LAST,8",
        "MEDIAN,5",
        "P90,9",
        "P95,10",
        "P99,10"
    })
    void aggregationsOfOneToTen(Aggregation aggregation, double expected) {
        double[] values = {3, 1, 2, 10, 9, 4, 5, 7, 6, 8};
        for (int i = 0; i < values.length; i++) {
            write("cpu", Map.of(), "v", new Decimal(values[i]), i);
        }
        String id = queries.list(SeriesFilter.ALL, 0, 1).series().getFirst().id();

        assertThat(aggregate(id, 100, aggregation)).containsExactly(new Window(0, 10, expected));
    }

    @Test
    void averageOfHugeValuesStaysFinite() {
        write("cpu", Map.of(), "v", new Decimal(Double.MAX_VALUE), 0);
        write("cpu", Map.of(), "v", new Decimal(Double.MAX_VALUE), 1);
        String id = queries.list(SeriesFilter.ALL, 0, 1).series().getFirst().id();

        assertThat(aggregate(id, 10, Aggregation.AVG))
                .containsExactly(new Window(0, 2, Double.MAX_VALUE));
    }

    @Test
    void windowOfTheEarliestMomentsDoesNotOverflow() {
        String id = numbers(Timestamps.MIN, Timestamps.MAX);

        assertThat(aggregate(id, Duration.ofDays(1).toNanos(), Aggregation.COUNT))
                .extracting(Window::startNanos)
                .containsExactly(
                        Long.MIN_VALUE,
                        Timestamps.MAX - Timestamps.MAX % Duration.ofDays(1).toNanos());
    }

    @Test
    void windowLengthOutOfBoundsIsRefused() {
        String id = numbers(1);
        for (Duration every : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(
                            () -> queries.aggregate(id, TimeRange.ALWAYS, every, Aggregation.AVG))
                    .isInstanceOf(QueryException.BadParameter.class)
                    .hasMessage("every must be positive, not " + every);
        }
        assertThatThrownBy(
                        () ->
                                queries.aggregate(
                                        id,
                                        TimeRange.ALWAYS,
                                        Duration.ofDays(200_000),
                                        Aggregation.AVG))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessageStartingWith("every must be shorter than 292 years");
    }

    @Test
    void tooManyWindowsAreRefused() {
        SeriesStore large = new SeriesStore(new StoreLimits(1, 20_000, 20_000, 1, 10, 10));
        for (int i = 0; i < SeriesQueries.MAX_LIMIT + 1; i++) {
            large.write(new Point("m", Map.of(), Map.of("v", new Decimal(i)), i));
        }
        SeriesQueries questions = new SeriesQueries(large);
        String id = questions.list(SeriesFilter.ALL, 0, 1).series().getFirst().id();

        assertThat(
                        questions.aggregate(
                                id,
                                new TimeRange(1, 20_000),
                                Duration.ofNanos(1),
                                Aggregation.LAST))
                .hasSize(SeriesQueries.MAX_LIMIT);
        assertThatThrownBy(
                        () ->
                                questions.aggregate(
                                        id,
                                        TimeRange.ALWAYS,
                                        Duration.ofNanos(1),
                                        Aggregation.LAST))
                .isInstanceOf(QueryException.BadParameter.class)
                .hasMessageContaining("makes more than 10000 windows");
    }

    private List<Window> aggregate(String id, long every, Aggregation aggregation) {
        return queries.aggregate(id, TimeRange.ALWAYS, Duration.ofNanos(every), aggregation);
    }

    private int total(
            Optional<String> measurement, Optional<String> field, Map<String, String> tags) {
        return queries.list(new SeriesFilter(measurement, field, tags), 0, 1).total();
    }

    private String numbers(long... times) {
        for (long time : times) {
            write("cpu", Map.of(), "v", new Decimal(time), time);
        }
        return queries.list(SeriesFilter.ALL, 0, 1).series().getFirst().id();
    }

    private void write(
            String measurement,
            Map<String, String> tags,
            String field,
            FieldValue value,
            long time) {
        assertThat(store.write(new Point(measurement, tags, Map.of(field, value), time)))
                .isInstanceOf(WriteOutcome.Stored.class);
    }
}
