package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * A series of numbers in order of time: a ring of the newest samples.
 *
 * <p>A sample that comes late is put in its place. One with the timestamp of another replaces it,
 * so a batch sent again changes nothing. When the ring is full the oldest sample is dropped, which
 * is the new one itself if nothing kept is older.
 */
final class NumberSeries extends Series {

    private static final int FIRST_ROOM = 16;

    private final int maxSamples;
    private final PointRoom room;
    private long[] timestamps;
    private double[] values;
    private int head;
    private int size;

    /**
     * @param room asked before the ring grows beyond its first few samples
     */
    NumberSeries(SeriesKey key, int maxSamples, PointRoom room) {
        super(key, FieldValue.Kind.NUMBER);
        this.maxSamples = maxSamples;
        this.room = room;
        int first = Math.min(FIRST_ROOM, maxSamples);
        this.timestamps = new long[first];
        this.values = new double[first];
    }

    @Override
    boolean append(long timestampNanos, FieldValue value) {
        return append(timestampNanos, ((FieldValue.Numeric) value).asDouble());
    }

    private synchronized boolean append(long timestamp, double value) {
        int place = placeOf(timestamp);
        if (place < size && timestamps[slot(place)] == timestamp) {
            values[slot(place)] = value;
            return false;
        }
        boolean full = size == timestamps.length && !grow();
        if (full) {
            if (place == 0) {
                return true;
            }
            head = slot(1);
            size--;
            place--;
        }
        for (int i = size; i > place; i--) {
            timestamps[slot(i)] = timestamps[slot(i - 1)];
            values[slot(i)] = values[slot(i - 1)];
        }
        timestamps[slot(place)] = timestamp;
        values[slot(place)] = value;
        size++;
        return full;
    }

    /** Copies the samples from one moment up to, and without, another. */
    synchronized Samples between(long from, long to) {
        int first = placeOf(from);
        int count = Math.max(placeOf(to) - first, 0);
        long[] times = new long[count];
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = timestamps[slot(first + i)];
            numbers[i] = values[slot(first + i)];
        }
        return new Samples(times, numbers);
    }

    @Override
    synchronized SeriesInfo info() {
        if (size == 0) {
            return SeriesInfo.of(this, 0, Optional.empty());
        }
        int last = slot(size - 1);
        FieldValue value = new FieldValue.Decimal(values[last]);
        return SeriesInfo.of(
                this, size, Optional.of(new SeriesInfo.Latest(timestamps[last], value)));
    }

    /** Returns how many samples are older than the moment. */
    private int placeOf(long timestamp) {
        if (size == 0 || timestamps[slot(size - 1)] < timestamp) {
            return size;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[slot(middle)] < timestamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean grow() {
        int larger = (int) Math.min(timestamps.length * 2L, maxSamples);
        if (larger == timestamps.length || !room.take(larger - timestamps.length)) {
            return false;
        }
        Samples all = between(Long.MIN_VALUE, Long.MAX_VALUE);
        timestamps = Arrays.copyOf(all.timestamps(), larger);
        values = Arrays.copyOf(all.values(), larger);
        head = 0;
        return true;
    }

    private int slot(int index) {
        int slot = head + index;
        return slot < timestamps.length ? slot : slot - timestamps.length;
    }
}
