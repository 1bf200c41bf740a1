package io.tako.sample.statsd;

import io.tako.sample.point.Decimals;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import io.tako.sample.point.Timestamps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns lines into points. A counter becomes the running sum of what came since the start, each
 * value divided by its rate; a gauge its value, to which one with a sign is added; a set the number
 * of different values of the current window. Timers and samples are kept each as it is. Safe for
 * many threads at once; what is remembered is bounded.
 */
final class StatsdState {

    /** Different values of all sets together. */
    static final int MOST_SET_VALUES = 100_000;

    private final InstantSource clock;
    private final int maxMetrics;
    private final long window;
    private final Map<Metric, Double> numbers = new HashMap<>();
    private final Map<Metric, Distinct> sets = new HashMap<>();
    private int setValues;
    private long latest = Long.MIN_VALUE;

    /**
     * @param maxMetrics counters, gauges and sets remembered; a line of another is refused
     * @param window the time for which values of a set count as seen before
     */
    StatsdState(InstantSource clock, int maxMetrics, Duration window) {
        this.clock = clock;
        this.maxMetrics = maxMetrics;
        this.window = window.toNanos();
    }

    /** A point for each value, dated by now and in order; empty where there is no room left. */
    synchronized Optional<List<Point>> points(StatsdLine line) {
        Metric metric = new Metric(line.name(), line.tags(), line.type());
        List<Point> points = new ArrayList<>(line.values().size());
        for (String text : line.values()) {
            latest = Math.max(latest + 1, Timestamps.nanos(clock.instant()));
            double value =
                    switch (line.type()) {
                        case COUNTER -> sum(metric, number(text) / line.rate());
                        case GAUGE -> signed(text) ? sum(metric, number(text)) : number(text);
                        case TIMER, SAMPLE -> number(text);
                        case SET -> distinct(metric, text);
                    };
            boolean room =
                    switch (line.type()) {
                        case COUNTER, GAUGE -> remember(metric, value);
                        case TIMER, SAMPLE -> true;
                        case SET -> value > 0;
                    };
            if (!room || !Double.isFinite(value)) {
                return Optional.empty();
            }
            points.add(
                    new Point(
                            line.name(),
                            line.tags(),
                            Map.of(line.type().field(), new FieldValue.Decimal(value)),
                            latest));
        }
        return Optional.of(points);
    }

    private double sum(Metric metric, double more) {
        return numbers.getOrDefault(metric, 0.0) + more;
    }

    private boolean remember(Metric metric, double value) {
        if (!Double.isFinite(value) || !known(metric)) {
            return false;
        }
        numbers.put(metric, value);
        return true;
    }

    /** How many different values there are in the window, this one included; 0 without room. */
    private int distinct(Metric metric, String value) {
        if (!known(metric)) {
            return 0;
        }
        Distinct seen = sets.computeIfAbsent(metric, _ -> new Distinct(latest));
        if (latest - seen.since >= window) {
            setValues -= seen.values.size();
            seen.values.clear();
            seen.since = latest;
        }
        if (!seen.values.contains(value)) {
            if (setValues == MOST_SET_VALUES) {
                return 0;
            }
            seen.values.add(value);
            setValues++;
        }
        return seen.values.size();
    }

    private boolean known(Metric metric) {
        return numbers.containsKey(metric)
                || sets.containsKey(metric)
                || numbers.size() + sets.size() < maxMetrics;
    }

    private static boolean signed(String text) {
        return text.startsWith("+") || text.startsWith("-");
    }

    private static double number(String text) {
        return Decimals.read(text).orElseThrow();
    }

    private record Metric(String name, Map<String, String> tags, StatsdLine.Type type) {}

    /** The values of a set since some moment. */
    private static final class Distinct {

        private final Set<String> values = new HashSet<>();
        private long since;

        Distinct(long since) {
            this.since = since;
        }
    }
}
