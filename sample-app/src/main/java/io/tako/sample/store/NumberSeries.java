package io.tako.sample.store;

import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A series of numbers in order of time: a ring of the newest samples.
 *
 * <p>A sample that comes late is put in its place. One with the timestamp of another replaces it,
 * so a batch sent again changes nothing. When the ring is full the oldest sample is dropped, which
 * is the new one itself if nothing kept is older. Each sample knows when it arrived by its number;
 * one that changes nothing has none of its own.
 */
final class NumberSeries extends Series {

    private static final int FIRST_ROOM = 16;

    private final int maxSamples;
    private final PointRoom room;
    private long[] timestamps;
    private double[] values;
    private long[] numbers;
    private int head;
    private int size;
    private long arrived;
    private boolean ended;

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
        this.numbers = new long[first];
    }

    @Override
    boolean append(long timestampNanos, FieldValue value) {
        return append(timestampNanos, ((FieldValue.Numeric) value).asDouble());
    }

    private synchronized boolean append(long timestamp, double value) {
        if (ended) {
            return false;
        }
        int place = placeOf(timestamp);
        if (place < size && timestamps[slot(place)] == timestamp) {
            if (values[slot(place)] != value) {
                put(place, timestamp, value, ++arrived);
            }
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
            int before = slot(i - 1);
            put(i, timestamps[before], values[before], numbers[before]);
        }
        put(place, timestamp, value, ++arrived);
        size++;
        return full;
    }

    private void put(int place, long timestamp, double value, long number) {
        int slot = slot(place);
        timestamps[slot] = timestamp;
        values[slot] = value;
        numbers[slot] = number;
    }

    @Override
    synchronized boolean end(long moment) {
        long newest = size == 0 ? Timestamps.MAX : timestamps[slot(size - 1)];
        if (ended || newest >= moment) {
            return false;
        }
        ended = true;
        room.give(timestamps.length - Math.min(FIRST_ROOM, maxSamples));
        return true;
    }

    @Override
    public synchronized long latest() {
        return arrived;
    }

    @Override
    public synchronized Arrivals after(long number, int most) {
        if (number >= arrived) {
            return Arrivals.none(number);
        }
        long first = firstHeldAfter(number);
        long last = Math.min(arrived, first + most - 1);
        List<Arrival> held = new ArrayList<>();
        // What came last stands near the end, unless samples come late.
        for (int i = size - 1; i >= 0 && held.size() <= last - first; i--) {
            int slot = slot(i);
            if (numbers[slot] >= first && numbers[slot] <= last) {
                FieldValue value = new FieldValue.Decimal(values[slot]);
                held.add(new Arrival(numbers[slot], timestamps[slot], value));
            }
        }
        return new Arrivals(held, last - number - held.size(), last);
    }

    /** Returns the lowest number kept that is above this one; what arrived last is always kept. */
    private long firstHeldAfter(long number) {
        long lowest = arrived;
        for (int i = size - 1; i >= 0 && lowest > number + 1; i--) {
            long kept = numbers[slot(i)];
            if (kept > number && kept < lowest) {
                lowest = kept;
            }
        }
        return lowest;
    }

    /** Copies the samples from one moment up to, and without, another. */
    synchronized Samples between(long from, long to) {
        int first = placeOf(from);
        int count = Math.max(placeOf(to) - first, 0);
        long[] times = new long[count];
        double[] copied = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = timestamps[slot(first + i)];
            copied[i] = values[slot(first + i)];
        }
        return new Samples(times, copied, arrived);
    }

    @Override
    public synchronized SeriesInfo info() {
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
        long[] times = new long[larger];
        double[] copied = new double[larger];
        long[] arrivals = new long[larger];
        for (int i = 0; i < size; i++) {
            times[i] = timestamps[slot(i)];
            copied[i] = values[slot(i)];
            arrivals[i] = numbers[slot(i)];
        }
        timestamps = times;
        values = copied;
        numbers = arrivals;
        head = 0;
        return true;
    }

    private int slot(int index) {
        int slot = head + index;
        return slot < timestamps.length ? slot : slot - timestamps.length;
    }
}
