package io.tako.transport.spine;

/**
 * How long a value has stayed what it is, as far as looks at it can tell: no longer than it has.
 * Belongs to the event loop.
 */
public final class Stillness {

    private boolean seen;
    private long value;
    private long since;

    /** Looks, and gives the nanoseconds since the look that first found the value as it is now. */
    public long look(long current, long now) {
        if (!seen || current != value) {
            seen = true;
            value = current;
            since = now;
        }
        return now - since;
    }

    /** For how many nanoseconds at least it has been this value; without taking note of it. */
    public long of(long current, long now) {
        return seen && current == value ? now - since : 0;
    }

    /** Counts from here on. */
    public void restart(long now) {
        since = now;
    }
}
