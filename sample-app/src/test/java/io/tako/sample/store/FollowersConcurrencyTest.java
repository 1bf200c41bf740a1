package io.tako.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowersConcurrencyTest {

    private static final int WRITERS = 8;
    private static final int POINTS = 2_000;
    private static final int TOTAL = WRITERS * POINTS;

    @Test
    void everyFollowerSeesEveryValueOnceInOrderWhateverTheSpeedOfWriters() throws Exception {
        SeriesStore store = new SeriesStore(new StoreLimits(10, TOTAL + 1, 2 * TOTAL, 4, 64, 64));
        write(store, 0);

        for (Seen seen : follow(store)) {
            assertThat(seen.missed).isZero();
            assertThat(seen.numbers).hasSize(TOTAL + 1).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsSeenAndWhatIsMissedAreAllThereWas() throws Exception {
        SeriesStore store = new SeriesStore(new StoreLimits(10, 50, 1_000, 4, 64, 64));
        write(store, 0);

        for (Seen seen : follow(store)) {
            assertThat(seen.numbers).isSorted().doesNotHaveDuplicates();
            assertThat(seen.numbers.size() + seen.missed)
                    .isEqualTo(store.all().iterator().next().latest());
        }
    }

    @Test
    void aFilterThatComesWhileSeriesBeginMissesNoneOfThem() throws Exception {
        SeriesStore store = new SeriesStore(new StoreLimits(TOTAL, 10, TOTAL, 4, 64, 64));
        Map<String, AtomicLong> told = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "w" + writer + "-";
                writers.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 200; i++) {
                                        store.write(point(prefix + i, 1));
                                    }
                                }));
            }
            store.watch(
                    SeriesFilter.ALL,
                    series -> {
                        AtomicLong latest = new AtomicLong();
                        told.put(series.info().id(), latest);
                        return () -> latest.set(series.latest());
                    });
            for (Future<?> writer : writers) {
                writer.get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(told).hasSize(WRITERS * 200);
        assertThat(told.values()).allMatch(latest -> latest.get() == 1);
    }

    /** Four followers read while all writers write. */
    private static List<Seen> follow(SeriesStore store) throws Exception {
        SeriesFeed feed = store.all().iterator().next();
        AtomicBoolean written = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> followers = new ArrayList<>();
            List<Semaphore> signals = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Semaphore signal = new Semaphore(0);
                signals.add(signal);
                followers.add(threads.submit(() -> Seen.all(feed, signal, written)));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                writers.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < POINTS; i++) {
                                        write(store, 1 + (long) i * WRITERS + first);
                                    }
                                }));
            }
            for (Future<?> writer : writers) {
                writer.get(1, TimeUnit.MINUTES);
            }
            written.set(true);
            signals.forEach(Semaphore::release);
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> follower : followers) {
                seen.add(follower.get(1, TimeUnit.MINUTES));
            }
            return seen;
        }
    }

    private static void write(SeriesStore store, long time) {
        assertThat(store.write(point("m", time))).isEqualTo(new WriteOutcome.Stored());
    }

    private static Point point(String measurement, long time) {
        return new Point(measurement, Map.of(), Map.of("v", new Decimal(time)), time);
    }

    /** What one follower has seen. */
    private static final class Seen {

        private final List<Long> numbers = new ArrayList<>();
        private long missed;

        /** Reads until everything is written and read. */
        static Seen all(SeriesFeed feed, Semaphore signal, AtomicBoolean written)
                throws InterruptedException {
            Seen seen = new Seen();
            try (Watch _ = feed.watch(signal::release)) {
                long at = 0;
                boolean last = false;
                while (true) {
                    Arrivals next = feed.after(at, 64);
                    at = next.upTo();
                    seen.missed += next.missed();
                    next.held().forEach(arrival -> seen.numbers.add(arrival.number()));
                    if (next.isEmpty()) {
                        if (last) {
                            return seen;
                        }
                        signal.acquire();
                        last = written.get();
                    }
                }
            }
        }
    }
}
