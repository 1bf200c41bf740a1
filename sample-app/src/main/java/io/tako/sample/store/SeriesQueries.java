package io.tako.sample.store;

import io.tako.sample.point.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The questions a store answers. Each answer is a copy of one moment; writers go on meanwhile. Safe
 * for many threads at once.
 */
public final class SeriesQueries {

    /** Most series on one page. */
    public static final int MAX_PAGE_SIZE = 1_000;

    /** Most samples or windows in one answer. */
    public static final int MAX_LIMIT = 10_000;

    private final SeriesStore store;

    public SeriesQueries(SeriesStore store) {
        this.store = store;
    }

    /**
     * Returns a page of the series that match.
     *
     * @param page counted from 0; empty when it is past the last
     * @param size from 1 to {@link #MAX_PAGE_SIZE}
     * @throws QueryException.BadParameter if page or size is out of its bounds
     */
    public SeriesPage list(SeriesFilter filter, int page, int size) {
        within("page", page, 0, Integer.MAX_VALUE);
        within("size", size, 1, MAX_PAGE_SIZE);
        long first = (long) page * size;
        List<SeriesInfo> found = new ArrayList<>();
        int total = 0;
        for (Series series : store.all()) {
            if (filter.matches(series.key())) {
                if (total >= first && found.size() < size) {
                    found.add(series.info());
                }
                total++;
            }
        }
        return new SeriesPage(found, page, size, total);
    }

    /**
     * Returns one series.
     *
     * @throws QueryException.NoSuchSeries if no series has the id
     */
    public SeriesInfo get(String id) {
        return series(id).info();
    }

    /** Returns what the numbers of arrivals belong to, see {@link SeriesStore#run()}. */
    public String run() {
        return store.run();
    }

    /**
     * Returns one series to follow.
     *
     * @throws QueryException.NoSuchSeries if no series has the id
     */
    public SeriesFeed feed(String id) {
        return series(id);
    }

    /**
     * Returns the oldest samples of a range, and where to go on.
     *
     * @param limit from 1 to {@link #MAX_LIMIT}
     * @throws QueryException if there is no such series, it is not of numbers, or the limit is out
     *     of its bounds
     */
    public SampleSlice range(String id, TimeRange range, int limit) {
        within("limit", limit, 1, MAX_LIMIT);
        Samples samples = numbers(id).between(range.from(), range.to());
        int count = Math.min(limit, samples.size());
        List<Sample> slice = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slice.add(new Sample(samples.timestamps()[i], samples.values()[i]));
        }
        return new SampleSlice(
                slice,
                count < samples.size()
                        ? OptionalLong.of(samples.timestamps()[count])
                        : OptionalLong.empty(),
                samples.latest());
    }

    /**
     * Returns a number for each window of a range that has samples, in order of time. Windows begin
     * at multiples of their length since the epoch, so the first and the last may lie partly
     * outside the range; samples outside it do not count.
     *
     * @param every the length of a window, at least a nanosecond
     * @throws QueryException if there is no such series, it is not of numbers, the length is out of
     *     its bounds, or more than {@link #MAX_LIMIT} windows have samples
     */
    public List<Window> aggregate(
            String id, TimeRange range, Duration every, Aggregation aggregation) {
        long length = nanos(every);
        Samples samples = numbers(id).between(range.from(), range.to());
        List<Window> windows = new ArrayList<>();
        int start = 0;
        while (start < samples.size()) {
            if (windows.size() == MAX_LIMIT) {
                throw new QueryException.BadParameter(
                        "every %s makes more than %d windows; choose longer ones or a shorter range"
                                .formatted(every, MAX_LIMIT));
            }
            long window = Math.floorDiv(samples.timestamps()[start], length);
            int end = start + 1;
            while (end < samples.size()
                    && Math.floorDiv(samples.timestamps()[end], length) == window) {
                end++;
            }
            double value = aggregation.over(samples.values(), start, end);
            windows.add(new Window(startOf(window, length), end - start, value));
            start = end;
        }
        return windows;
    }

    private static long startOf(long window, long length) {
        // The window of the earliest moments may begin before the earliest long.
        return window < Long.MIN_VALUE / length ? Long.MIN_VALUE : window * length;
    }

    private NumberSeries numbers(String id) {
        Series series = series(id);
        if (series instanceof NumberSeries numbers) {
            return numbers;
        }
        throw new QueryException.NotNumeric(
                "series "
                        + id
                        + " is of kind "
                        + series.kind().name().toLowerCase(Locale.ROOT)
                        + ", of which only the latest value is kept");
    }

    private Series series(String id) {
        return store.find(id)
                .orElseThrow(() -> new QueryException.NoSuchSeries("no series " + Excerpt.of(id)));
    }

    private static long nanos(Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new QueryException.BadParameter("every must be positive, not " + every);
        }
        try {
            return every.toNanos();
        } catch (ArithmeticException _) {
            throw new QueryException.BadParameter("every must be shorter than 292 years: " + every);
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new QueryException.BadParameter(
                    name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
