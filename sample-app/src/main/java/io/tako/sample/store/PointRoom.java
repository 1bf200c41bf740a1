package io.tako.sample.store;

import java.util.concurrent.atomic.AtomicLong;

/** The room for points that all series of a store share. */
final class PointRoom {

    private final AtomicLong free;

    PointRoom(long points) {
        this.free = new AtomicLong(points);
    }

    /** Takes that much room, or none if there is less. */
    boolean take(long points) {
        long before = free.get();
        while (before >= points) {
            if (free.compareAndSet(before, before - points)) {
                return true;
            }
            before = free.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    void give(long points) {
        free.addAndGet(points);
    }
}
