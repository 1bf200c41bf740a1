package io.tako.sample.store;

import java.util.Arrays;

/** How the samples of a window become one number. Percentiles are by nearest rank. */
public enum Aggregation {
    AVG,
    MIN,
    MAX,
    SUM,
    COUNT,
    FIRST,
    LAST,
    MEDIAN,
    P90,
    P95,
    P99;

    /**
     * @param values in order of time; at least one from {@code start} up to {@code end}
     */
    double over(double[] values, int start, int end) {
        return switch (this) {
            case AVG -> average(values, start, end);
            case MIN -> Arrays.stream(values, start, end).min().orElseThrow();
            case MAX -> Arrays.stream(values, start, end).max().orElseThrow();
            case SUM -> Arrays.stream(values, start, end).sum();
            case COUNT -> end - start;
            case FIRST -> values[start];
            case LAST -> values[end - 1];
            case MEDIAN -> percentile(50, values, start, end);
            case P90 -> percentile(90, values, start, end);
            case P95 -> percentile(95, values, start, end);
            case P99 -> percentile(99, values, start, end);
        };
    }

    private static double average(double[] values, int start, int end) {
        double sum = Arrays.stream(values, start, end).sum();
        int count = end - start;
        if (Double.isFinite(sum)) {
            return sum / count;
        }
        // Only huge values get here: divided first, their sum fits again.
        return Arrays.stream(values, start, end).map(value -> value / count).sum();
    }

    private static double percentile(int percent, double[] values, int start, int end) {
        double[] sorted = Arrays.copyOfRange(values, start, end);
        Arrays.sort(sorted);
        int rank = (int) ((percent * (long) sorted.length + 99) / 100);
        return sorted[rank - 1];
    }
}
