package io.tako.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SeriesStoreConcurrencyTest {

    private static final int WRITERS = 64;
    private static final int POINTS = 1_000;

    @Test
    void manyWritersOfTheSameSeriesLoseNothing() throws Exception {
        SeriesStore store = store(16, WRITERS * POINTS);
        together(
                writer ->
                        () -> {
                            for (int i = 0; i < POINTS; i++) {
                                long time = (long) i * WRITERS + writer;
                                Point point =
                                        new Point(
                                                "cpu",
                                                Map.of("shard", String.valueOf(i % 16)),
                                                Map.of("v", new Decimal(time)),
                                                time);
                                assertThat(store.write(point)).isEqualTo(new WriteOutcome.Stored());
                            }
                        });

        assertThat(store.counts()).isEqualTo(new StoreCounts(WRITERS * POINTS, 0, 0, 16));
        SeriesQueries queries = new SeriesQueries(store);
        int found = 0;
        for (Series series : store.all()) {
            List<Sample> samples = queries.range(series.id(), TimeRange.ALWAYS, 10_000).samples();
            assertThat(samples)
                    .isSortedAccordingTo(
                            (a, b) -> Long.compare(a.timestampNanos(), b.timestampNanos()));
            assertThat(samples).allMatch(sample -> sample.value() == sample.timestampNanos());
            found += samples.size();
        }
        assertThat(found).isEqualTo(WRITERS * POINTS);
    }

    @Test
    void seriesBoundHoldsWhileAllWritersBeginNewOnes() throws Exception {
        SeriesStore store = store(500, 10);
        together(
                writer ->
                        () -> {
                            for (int i = 0; i < 50; i++) {
                                // Every series is begun by four writers at once.
                                String name = "m" + (writer / 4) + "-" + i;
                                store.write(new Point(name, Map.of(), two(), writer));
                            }
                        });

        StoreCounts counts = store.counts();
        assertThat(counts.series()).isEqualTo(500);
        assertThat(counts.received()).isEqualTo(WRITERS * 50);
        assertThat(counts.rejected()).isEqualTo(WRITERS * 50 - 250 * 4);
        assertThat(store.all()).hasSize(500).allMatch(series -> series.info().points() == 4);
    }

    @Test
    void writersOfDifferentKindsAgreeOnOne() throws Exception {
        for (int round = 0; round < 50; round++) {
            SeriesStore store = store(10, WRITERS);
            together(
                    writer ->
                            () ->
                                    store.write(
                                            new Point(
                                                    "m",
                                                    Map.of(),
                                                    Map.of(
                                                            "v",
                                                            writer % 2 == 0
                                                                    ? new Decimal(1)
                                                                    : new Text("x")),
                                                    writer)));

            assertThat(store.counts()).isEqualTo(new StoreCounts(WRITERS, WRITERS / 2, 0, 1));
        }
    }

    @Test
    void readersSeeOrderedSamplesWhileWritersWrite() throws Exception {
        SeriesStore store = store(1, 100);
        store.write(new Point("m", Map.of(), Map.of("v", new Decimal(0)), 0));
        String id = store.all().iterator().next().id();
        SeriesQueries queries = new SeriesQueries(store);
        together(
                writer ->
                        () -> {
                            for (int i = 1; i <= 200; i++) {
                                long time = (long) i * WRITERS + writer;
                                store.write(
                                        new Point(
                                                "m",
                                                Map.of(),
                                                Map.of("v", new Decimal(time)),
                                                time));
                                List<Sample> seen =
                                        queries.range(id, TimeRange.ALWAYS, 1_000).samples();
                                long before = -1;
                                for (Sample sample : seen) {
                                    assertThat(sample.timestampNanos()).isGreaterThan(before);
                                    assertThat(sample.value()).isEqualTo(sample.timestampNanos());
                                    before = sample.timestampNanos();
                                }
                            }
                        });

        assertThat(queries.get(id).points()).isEqualTo(100);
        assertThat(store.counts().dropped()).isEqualTo(1 + WRITERS * 200 - 100);
    }

    private static Map<String, FieldValue> two() {
        return Map.of("a", new Decimal(1), "b", new Decimal(2));
    }

    private static void together(IntFunction<Runnable> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Runnable part = work.apply(writer);
                running.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    part.run();
                                    return null;
                                }));
            }
            start.countDown();
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static SeriesStore store(int series, int pointsPerSeries) {
        return new SeriesStore(new StoreLimits(series, pointsPerSeries, 1_000_000, 32, 256, 1_024));
    }
}
