package io.tako.sample.store;

/**
 * The samples of one stretch of time as one number.
 *
 * @param startNanos first moment of the window, a multiple of its length since the epoch
 * @param count samples in it, at least one
 */
public record Window(long startNanos, int count, double value) {}
