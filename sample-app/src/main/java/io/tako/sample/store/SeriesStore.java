package io.tako.sample.store;

import static java.util.Objects.requireNonNull;

import io.tako.sample.point.Excerpt;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Point;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Series in memory, within {@link StoreLimits}; nothing outlives the process. Safe for many threads
 * at once: writers of different series do not wait for each other, except while new series begin.
 *
 * <p>Numbers are kept as samples that can be charted. Of texts and truth values only the latest is
 * kept. A field is of one kind for good: a text sent to a series of numbers is refused.
 */
public final class SeriesStore {

    private final StoreLimits limits;
    private final PointRoom room;
    private final Map<SeriesKey, Series> series = new ConcurrentHashMap<>();
    private final Map<SeriesKey, Series> ordered = new ConcurrentSkipListMap<>();
    private final Map<String, Series> byId = new ConcurrentHashMap<>();
    private final ReentrantLock beginning = new ReentrantLock();
    private final Watches watches = new Watches(beginning);
    private final String run = Long.toUnsignedString(new SecureRandom().nextLong(), 36);
    private final LongAdder received = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    public SeriesStore(StoreLimits limits) {
        this.limits = limits;
        this.room = new PointRoom(limits.maxPoints());
    }

    /** Stores every field of the point, or none and says why. Waits for other writers at most. */
    public WriteOutcome write(Point point) {
        received.increment();
        List<Target> targets = new ArrayList<>(point.fields().size());
        Optional<String> fault = limits.faultOf(point).or(() -> resolve(point, targets));
        if (fault.isPresent()) {
            rejected.increment();
            return new WriteOutcome.Refused(fault.get());
        }
        for (Target target : targets) {
            Series into = target.series();
            if (into.append(point.timestampNanos(), target.value)) {
                dropped.increment();
            }
            into.announce();
        }
        return WriteOutcome.Stored.STORED;
    }

    /** Counts something that was sent as a point and could not be read as one. */
    public void countMalformed() {
        received.increment();
        rejected.increment();
    }

    /** Returns what was received, rejected and dropped so far, and how many series there are. */
    public StoreCounts counts() {
        return new StoreCounts(received.sum(), rejected.sum(), dropped.sum(), series.size());
    }

    /**
     * Returns what tells this store from one that held the same series before: the numbers of
     * arrivals mean nothing beside another one.
     */
    public String run() {
        return run;
    }

    /** Lets someone follow every series that matches, those included that begin later. */
    public Watch watch(SeriesFilter filter, Follower follower) {
        return watches.open(filter, follower, ordered.values());
    }

    /**
     * Removes the series of that id. Who follows it hears no more of it, and a value that is being
     * written at this moment may go with it; a later one begins the series anew.
     *
     * @return whether there was one
     */
    public boolean remove(String id) {
        Series found = byId.get(id);
        return found != null && remove(found, Long.MAX_VALUE);
    }

    /**
     * Removes each series whose newest value is from before the moment, as {@link #remove} does.
     *
     * @param moment nanoseconds since the epoch
     * @return how many were removed
     */
    public int removeOlderThan(long moment) {
        int removed = 0;
        for (Series each : all()) {
            removed += remove(each, moment) ? 1 : 0;
        }
        return removed;
    }

    private boolean remove(Series which, long moment) {
        beginning.lock();
        try {
            if (!which.end(moment)) {
                return false;
            }
            series.remove(which.key());
            ordered.remove(which.key());
            byId.remove(which.id());
            watches.ended(which);
            return true;
        } finally {
            beginning.unlock();
        }
    }

    /** Returns the series of that id. */
    Optional<Series> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns every series by measurement, then tags, then field; others may begin meanwhile. */
    Collection<Series> all() {
        return Collections.unmodifiableCollection(ordered.values());
    }

    private Optional<String> resolve(Point point, List<Target> targets) {
        boolean known = true;
        for (Map.Entry<String, FieldValue> field : point.fields().entrySet()) {
            SeriesKey key = SeriesKey.of(point, field.getKey());
            Target target = new Target(key, field.getValue(), series.get(key));
            targets.add(target);
            known &= target.series != null;
        }
        Optional<String> clash = clash(targets);
        return known || clash.isPresent() ? clash : begin(targets);
    }

    /** Begins the missing series, all of them or none: only one thread at a time gets here. */
    private Optional<String> begin(List<Target> targets) {
        beginning.lock();
        try {
            int missing = 0;
            for (Target target : targets) {
                target.series = series.get(target.key);
                missing += target.series == null ? 1 : 0;
            }
            Optional<String> clash = clash(targets);
            if (clash.isPresent()) {
                return clash;
            }
            if (missing > limits.maxSeries() - series.size()) {
                return Optional.of(
                        "the point begins %d new series, and %d of at most %d are kept already"
                                .formatted(missing, series.size(), limits.maxSeries()));
            }
            for (Target target : targets) {
                if (target.series == null) {
                    target.series = begin(target.key, target.value.kind());
                }
            }
            return Optional.empty();
        } finally {
            beginning.unlock();
        }
    }

    private Series begin(SeriesKey key, FieldValue.Kind kind) {
        Series begun =
                kind == FieldValue.Kind.NUMBER
                        ? new NumberSeries(key, limits.maxPointsPerSeries(), room)
                        : new LatestSeries(key, kind);
        byId.put(begun.id(), begun);
        ordered.put(key, begun);
        // Whoever finds it from here on may write to it, and that must be seen.
        watches.begun(begun);
        series.put(key, begun);
        return begun;
    }

    private static Optional<String> clash(List<Target> targets) {
        for (Target target : targets) {
            FieldValue.Kind sent = target.value.kind();
            if (target.series != null && target.series.kind() != sent) {
                return Optional.of(
                        "field %s of %s is a %s, not a %s"
                                .formatted(
                                        Excerpt.of(target.key.field()),
                                        Excerpt.of(target.key.measurement()),
                                        name(target.series.kind()),
                                        name(sent)));
            }
        }
        return Optional.empty();
    }

    private static String name(FieldValue.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** One field of a point on its way into its series. */
    private static final class Target {

        private final SeriesKey key;
        private final FieldValue value;
        private @Nullable Series series;

        Target(SeriesKey key, FieldValue value, @Nullable Series series) {
            this.key = key;
            this.value = value;
            this.series = series;
        }

        Series series() {
            return requireNonNull(series, "series");
        }
    }
}
