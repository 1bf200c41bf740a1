package io.tako.transport.spine;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the silence of a connection by looking four times within the shortest time it watches. A
 * message pays nothing: no clock is read and no timer moved for it. What is watched so takes effect
 * up to a quarter later than it says. Belongs to the event loop.
 */
public final class SilenceClock implements Runnable {

    private static final long LONGEST = Duration.ofDays(365).toNanos();
    private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORTEST_LOOK = TimeUnit.MILLISECONDS.toNanos(10);

    /** The connection that is watched. Called on the event loop. */
    public interface Watched {
        /** Grows with what the peer sends, and while nobody listens to it. */
        default long heard() {
            return 0;
        }

        /** Grows with messages in either direction. */
        long messages();

        /** Changes when the peer takes something; 0 if nothing is under way. */
        long taken();

        /** Nothing was heard for a while; without effect where there are no pings. */
        default void ping() {}

        /** Nothing was heard after a ping. */
        default void silent() {}

        /** There was no message for too long. */
        void idle();

        /** The connection has been open for too long. */
        void tooOld();

        /** The peer takes nothing of what is under way. */
        void stalled();
    }

    /**
     * How long a connection may be silent, and how long it may last.
     *
     * @param ping without anything from the peer, until it is pinged, and again until it is given
     *     up
     * @param idle without a message in either direction
     * @param stall without the peer taking anything of what is under way
     * @param lifetime in all
     */
    public record Limits(Duration ping, Duration idle, Duration stall, Duration lifetime) {}

    private final Watched watched;
    private final EventLoop loop;
    private final long look;
    private final long lifetime;
    private final Limit ping;
    private final Limit idle;
    private final Limit stall;
    private boolean pinged;
    private @Nullable ScheduledFuture<?> looking;
    private @Nullable ScheduledFuture<?> ageing;

    /**
     * Watches once started.
     *
     * @param limits how long each silence may last; zero switches one off
     */
    public SilenceClock(Watched watched, EventLoop loop, Limits limits) {
        this.watched = watched;
        this.loop = loop;
        this.ping = new Limit(nanos(limits.ping()));
        this.idle = new Limit(nanos(limits.idle()));
        this.stall = new Limit(nanos(limits.stall()));
        this.lifetime = nanos(limits.lifetime());
        long shortest =
                Stream.of(ping, idle, stall)
                        .mapToLong(limit -> limit.nanos)
                        .filter(nanos -> nanos > 0)
                        .min()
                        .orElse(0);
        this.look = shortest == 0 ? 0 : Math.clamp(shortest / 4, SHORTEST_LOOK, LONGEST_LOOK);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : duration.toNanos();
    }

    /** Begins to look. */
    public void start() {
        if (look > 0) {
            // By delay: after a busy spell of the loop there must be time to read between looks.
            looking = loop.scheduleWithFixedDelay(this, look, look, TimeUnit.NANOSECONDS);
        }
        if (lifetime > 0) {
            ageing = loop.schedule(watched::tooOld, lifetime, TimeUnit.NANOSECONDS);
        }
    }

    /** Looks no more. */
    public void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
        if (ageing != null) {
            ageing.cancel(false);
        }
    }

    @Override
    public void run() {
        if (stall.still(watched.taken(), look) && watched.taken() != 0) {
            watched.stalled();
            return;
        }
        if (idle.still(watched.messages(), look)) {
            watched.idle();
            return;
        }
        if (!ping.still(watched.heard(), look)) {
            pinged &= ping.elapsed > 0;
        } else if (pinged) {
            watched.silent();
        } else {
            pinged = true;
            ping.elapsed = 0;
            watched.ping();
        }
    }

    /** How long a value has stayed what it is. */
    private static final class Limit {

        private final long nanos;
        private long value;
        private long elapsed;

        Limit(long nanos) {
            this.nanos = nanos;
        }

        /** Whether it has not changed for as long as the limit says. */
        boolean still(long now, long since) {
            if (now != value) {
                value = now;
                elapsed = 0;
                return false;
            }
            elapsed += since;
            return nanos > 0 && elapsed >= nanos;
        }
    }
}
