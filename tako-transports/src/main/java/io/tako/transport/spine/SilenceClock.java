package io.tako.transport.spine;

import io.tako.runtime.Sweep;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Watches the silence of a connection by looking four times within the shortest time it watches. A
 * message pays nothing: no clock is read and no timer moved for it. What is watched so takes effect
 * up to a quarter later than it says. Belongs to the event loop.
 */
public final class SilenceClock extends Sweep.Watch {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    /** The connection that is watched. Called on the event loop. */
    public interface Watched {
        /** Grows with what the peer sends, and while nobody listens to it. */
        default long heard() {
            return 0;
        }

        /** Grows with messages in either direction. */
        default long messages() {
            return 0;
        }

        /** Changes when the peer takes something; 0 if nothing is under way. */
        default long taken() {
            return 0;
        }

        /** Nothing was heard for a while; without effect where there are no pings. */
        default void ping() {}

        /** Nothing was heard after a ping. */
        default void silent() {}

        /** There was no message for too long. */
        default void idle() {}

        /** The connection has been open for too long. Once. */
        default void tooOld() {}

        /** The peer takes nothing of what is under way. */
        default void stalled() {}
    }

    /**
     * How long a connection may be silent, and how long it may last; zero switches one off.
     *
     * @param ping without anything from the peer, until it is pinged, and again until it is given
     *     up
     * @param idle without a message in either direction
     * @param stall without the peer taking anything of what is under way
     * @param lifetime in all
     */
    public record Limits(Duration ping, Duration idle, Duration stall, Duration lifetime) {

        private Duration interval() {
            return Sweep.interval(Stream.of(ping, idle, stall, lifetime), LONGEST_LOOK);
        }

        private boolean any() {
            return Stream.of(ping, idle, stall, lifetime).anyMatch(Duration::isPositive);
        }
    }

    private final Watched watched;
    private final Sweep sweep;
    private final Limits limits;
    private final long ping;
    private final long idle;
    private final long stall;
    private final long lifetime;
    private final Stillness heard = new Stillness();
    private final Stillness messages = new Stillness();
    private final Stillness taken = new Stillness();
    private final Stillness age = new Stillness();
    private boolean pinged;
    private boolean old;

    /** Watches a connection of the sweep's loop once started. */
    public SilenceClock(Watched watched, Sweep sweep, Limits limits) {
        this.watched = watched;
        this.sweep = sweep;
        this.limits = limits;
        this.ping = nanos(limits.ping());
        this.idle = nanos(limits.idle());
        this.stall = nanos(limits.stall());
        this.lifetime = nanos(limits.lifetime());
    }

    /** What is switched off never comes. */
    private static long nanos(Duration duration) {
        boolean never = !duration.isPositive() || duration.compareTo(LONGEST) > 0;
        return never ? Long.MAX_VALUE : duration.toNanos();
    }

    /** Begins to look. */
    public void start() {
        if (limits.any()) {
            sweep.begin(this, limits.interval());
        }
    }

    /** Looks no more. */
    public void stop() {
        sweep.end(this);
    }

    @Override
    protected void look(long now) {
        if (age.look(0, now) >= lifetime && !old) {
            old = true;
            watched.tooOld();
        } else if (taken.look(watched.taken(), now) >= stall && watched.taken() != 0) {
            watched.stalled();
        } else if (messages.look(watched.messages(), now) >= idle) {
            watched.idle();
        } else {
            listen(now);
        }
    }

    private void listen(long now) {
        long silent = heard.look(watched.heard(), now);
        if (silent < ping) {
            pinged &= silent > 0;
        } else if (pinged) {
            watched.silent();
        } else {
            pinged = true;
            heard.restart(now);
            watched.ping();
        }
    }
}
