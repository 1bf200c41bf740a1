package io.tako.sample.store;

import org.jspecify.annotations.Nullable;

/** Who follows all series that match a filter. */
@FunctionalInterface
public interface Follower {

    /**
     * A series matches: once for each there is, then for each that begins, before its first value.
     * Must not wait, for writers may wait for it.
     *
     * @return what to run now and whenever the series has taken up a value, or null to leave it out
     */
    @Nullable Runnable joined(SeriesFeed series);
}
