package io.tako.runtime;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look that a loop takes at everything that may stay as it is for too long, its connections
 * above all. However many there are, the loop has one timer for each interval in use and none
 * without connections; what is looked at pays nothing in between. Belongs to the event loop.
 *
 * <p>The watches of an interval are dealt to turns, so that not all are looked at together, and a
 * turn with many of them lets the loop do other work in between. Time is counted in turns and not
 * by a clock: a loop that stood still looks once for all the looks it missed, since a peer is not
 * to blame for that time.
 */
public final class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final long SHORTEST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SHORTEST_TURN = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_TURNS = 8;

    /** Looks between two times that the loop sees to its sockets. */
    static final int MOST_AT_ONCE = 256;

    private final EventExecutor loop;
    private final Map<Long, Round> rounds = new HashMap<>();

    /** For a loop on which nothing is watched yet. */
    public Sweep(EventExecutor loop) {
        this.loop = loop;
    }

    /** Something to be looked at from time to time. In one sweep at a time. */
    public abstract static class Watch {
        private @Nullable Round round;
        private int turn;
        private int place;

        /** For subclasses. */
        protected Watch() {}

        /**
         * Looks. On the event loop; may end this watch and others, and begin some.
         *
         * @param now nanoseconds that have passed for the sweep; less than a clock counts
         */
        protected abstract void look(long now);

        /** The time of the sweep; 0 while this is not watched. */
        protected final long now() {
            return round == null ? 0 : round.now;
        }
    }

    /**
     * How often to look for the shortest of the times to be noticed no more than a quarter late.
     *
     * @param times those of zero are not watched
     * @param longest the interval without any, and the longest one in any case
     */
    public static Duration interval(Stream<Duration> times, Duration longest) {
        Duration shortest =
                times.filter(Duration::isPositive)
                        .min(Duration::compareTo)
                        .orElse(longest.multipliedBy(4));
        Duration quarter = shortest.dividedBy(4);
        return quarter.compareTo(longest) < 0 ? quarter : longest;
    }

    /** Looks at it once in each interval from here on, for the first time within one. */
    public void begin(Watch watch, Duration interval) {
        if (watch.round != null) {
            throw new IllegalStateException("the watch has begun already");
        }
        long nanos = Math.max(SHORTEST_INTERVAL, interval.toNanos());
        rounds.computeIfAbsent(nanos, Round::new).add(watch);
    }

    /** Looks at it no more; without effect if it is not watched. */
    public void end(Watch watch) {
        Round round = watch.round;
        if (round != null) {
            round.remove(watch);
        }
    }

    /** Timers that the loop has for this; none once there has been nothing to look at. */
    int timers() {
        return rounds.size();
    }

    /** What is looked at in the same interval. */
    private final class Round implements Runnable {

        private final long interval;
        private final long tick;
        private final List<List<Watch>> turns = new ArrayList<>();
        private long now;
        private int turn;
        private int next;
        private int size;

        Round(long interval) {
            this.interval = interval;
            int count = Math.clamp(interval / SHORTEST_TURN, 1, MOST_TURNS);
            this.tick = interval / count;
            for (int i = 0; i < count; i++) {
                turns.add(new ArrayList<>());
            }
            schedule();
        }

        /** With a delay after a turn, and not at a rate: see the class. */
        private void schedule() {
            loop.schedule(this, tick, TimeUnit.NANOSECONDS);
        }

        /** To the turn that was last, so that it is looked at when nearly an interval is over. */
        void add(Watch watch) {
            List<Watch> last = turns.get(turn);
            watch.round = this;
            watch.turn = turn;
            watch.place = last.size();
            last.add(watch);
            size++;
        }

        /** The last of its turn takes its place. One that is looked at twice for it, is. */
        void remove(Watch watch) {
            List<Watch> its = turns.get(watch.turn);
            Watch last = its.removeLast();
            if (last != watch) {
                last.place = watch.place;
                its.set(watch.place, last);
            }
            watch.round = null;
            size--;
        }

        @Override
        public void run() {
            if (size == 0) {
                rounds.remove(interval);
                return;
            }
            now += tick;
            turn = (turn + 1) % turns.size();
            // From the last to the first: what begins meanwhile is not looked at yet.
            next = turns.get(turn).size() - 1;
            lookOn();
        }

        private void lookOn() {
            List<Watch> due = turns.get(turn);
            int end = next - MOST_AT_ONCE;
            while (next > end && next >= 0) {
                if (next < due.size()) {
                    look(due.get(next));
                }
                next--;
            }
            if (next >= 0) {
                loop.execute(this::lookOn);
            } else {
                schedule();
            }
        }

        /** A failure must not end the looks at all others. */
        private void look(Watch watch) {
            try {
                watch.look(now);
            } catch (Throwable t) {
                log.error("A look at {} failed", watch, t);
            }
        }
    }
}
