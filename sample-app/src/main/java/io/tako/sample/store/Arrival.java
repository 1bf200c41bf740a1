package io.tako.sample.store;

import io.tako.sample.point.FieldValue;

/**
 * One value as a series took it up.
 *
 * @param number counted by its series from 1, in order of arrival and not of time
 * @param timestampNanos nanoseconds since the epoch
 */
public record Arrival(long number, long timestampNanos, FieldValue value) {}
