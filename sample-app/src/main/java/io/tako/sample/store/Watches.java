package io.tako.sample.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who follows by filter. A series that begins and a filter that comes are never unaware of each
 * other, since both happen under one lock.
 */
final class Watches {

    private final ReentrantLock lock;
    private final List<ByFilter> open = new ArrayList<>();

    /**
     * @param lock held while series begin
     */
    Watches(ReentrantLock lock) {
        this.lock = lock;
    }

    Watch open(SeriesFilter filter, Follower follower, Collection<Series> existing) {
        ByFilter watch = new ByFilter(filter, follower);
        lock.lock();
        try {
            existing.forEach(watch::offer);
            open.add(watch);
        } finally {
            lock.unlock();
        }
        return watch;
    }

    /** The lock is held. */
    void begun(Series series) {
        open.forEach(watch -> watch.offer(series));
    }

    /** The lock is held. */
    void ended(Series series) {
        open.forEach(watch -> watch.leave(series));
    }

    private final class ByFilter implements Watch {

        private final SeriesFilter filter;
        private final Follower follower;
        private final Map<Series, Watch> joined = new HashMap<>();

        ByFilter(SeriesFilter filter, Follower follower) {
            this.filter = filter;
            this.follower = follower;
        }

        private void offer(Series series) {
            if (filter.matches(series.key())) {
                Runnable arrived = follower.joined(series);
                if (arrived != null) {
                    joined.put(series, series.watch(arrived));
                    arrived.run();
                }
            }
        }

        private void leave(Series series) {
            Watch watch = joined.remove(series);
            if (watch != null) {
                watch.close();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                open.remove(this);
                joined.values().forEach(Watch::close);
                joined.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
