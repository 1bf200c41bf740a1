package io.tako.sample.store;

/**
 * One number of a series.
 *
 * @param timestampNanos nanoseconds since the epoch; no two samples of a series share it
 */
public record Sample(long timestampNanos, double value) {}
