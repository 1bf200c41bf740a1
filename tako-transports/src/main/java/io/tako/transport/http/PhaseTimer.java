package io.tako.transport.http;

import io.tako.runtime.Sweep;
import io.tako.transport.spine.Stillness;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long a connection stays in one phase without progress, by looking four times within
 * the shortest timeout. A request pays nothing: no clock is read and no timer moved for it. A
 * timeout so takes effect up to a quarter later than it says. Belongs to the event loop.
 */
public final class PhaseTimer extends Sweep.Watch {

    /** What a connection waits for. */
    public enum Phase {
        /** For nothing: a handler is at work. */
        NONE,
        /** For the next request. */
        IDLE,
        /** For the rest of a head. */
        HEAD,
        /** For more of a body that a handler wants. */
        BODY,
        /** For the peer to take what is sent. */
        WRITE,
        /** For the peer to close after the last answer. */
        LINGER
    }

    /** The connection that is watched. Called on the event loop. */
    public interface Watched {
        Phase phase();

        /** A value that changes with every progress within a phase. */
        long progress();

        /** Bytes that the peer has sent of a body in BODY, and has taken in WRITE. */
        long moved();

        /** Bytes that wait for the peer to take them. */
        default long owed() {
            return 0;
        }

        /** What moves, where that changes within a connection: another one is no progress. */
        default long turn() {
            return 0;
        }

        /** The phase has lasted for too long, or nearly nothing moves in it. */
        void expired(Phase phase);

        /** Has what is watched besides within the same connection look, too; nothing by default. */
        default void lookAtParts(long now) {}
    }

    /** How long one thing has stayed in a phase. Belongs to the event loop. */
    public static final class Watch {
        private final Watched watched;
        private final PhaseLimits limits;
        private final Stillness stillness = new Stillness();
        private Phase phase = Phase.NONE;
        private @Nullable Pace pace;

        /** Watches as often as it is told to look. */
        public Watch(Watched watched, PhaseLimits limits) {
            this.watched = watched;
            this.limits = limits;
        }

        /** Looks, and tells of a phase that has lasted for too long. */
        public void look(long now) {
            Phase current = watched.phase();
            if (isTooSlow(current, now)) {
                watched.expired(current);
                return;
            }
            long still = stillness.look(watched.progress(), now);
            if (current != phase) {
                phase = current;
                stillness.restart(now);
                return;
            }
            long limit = limits.of(current);
            if (limit > 0 && still >= limit) {
                stillness.restart(now);
                watched.expired(current);
            }
        }

        private boolean isTooSlow(Phase current, long now) {
            int rate = limits.rate(current);
            if (rate > 0) {
                Pace kept = pace == null ? new Pace() : pace;
                pace = kept;
                return kept.isTooSlow(watched, current, now, rate, limits.grace());
            }
            if (pace != null) {
                pace.pause();
            }
            return false;
        }

        private long still(long now) {
            return watched.phase() == phase ? stillness.of(watched.progress(), now) : 0;
        }
    }

    private final Watch connection;
    private final Sweep sweep;
    private final PhaseLimits limits;

    /** Watches a connection of the sweep's loop once started. */
    public PhaseTimer(Watched watched, Sweep sweep, PhaseLimits limits) {
        this.connection = new Watch(watched, limits);
        this.sweep = sweep;
        this.limits = limits;
    }

    /** Begins to look. */
    public void start() {
        sweep.begin(this, limits.interval());
    }

    /** Looks no more. */
    public void stop() {
        sweep.end(this);
    }

    /** For how many nanoseconds at least the connection has been as it is now. */
    public long still() {
        return connection.still(now());
    }

    @Override
    protected void look(long now) {
        connection.look(now);
        connection.watched.lookAtParts(now);
    }
}
