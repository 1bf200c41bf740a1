package io.tako.sample.store;

/**
 * A series as those see it who follow it. What a follower has not read yet is kept by the series
 * and by nothing else, so a slow follower costs no memory: it misses what the series lets go of,
 * and is told how much. Safe for many threads at once.
 */
public interface SeriesFeed {

    /** What the series looks like now. */
    SeriesInfo info();

    /** The number of what arrived last; 0 before the first. */
    long latest();

    /**
     * What arrived after a number, the oldest first.
     *
     * @param number where the follower is; 0 is before the first
     * @param most how many numbers to go on at most
     */
    Arrivals after(long number, int most);

    /**
     * Runs something whenever the series has taken up a value, on the thread of its writer: it must
     * not wait.
     */
    Watch watch(Runnable arrived);
}
