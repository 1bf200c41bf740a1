package io.tako.transport.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.tako.transport.config.HttpTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long a connection stays in one phase without progress, by looking four times within
 * the shortest timeout. A request pays nothing: no clock is read and no timer moved for it. A
 * timeout so takes effect up to a quarter later than it says.
 */
public final class PhaseTimer implements Runnable {

    private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(10);

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

        void expired(Phase phase);

        /** What is watched besides within the same connection; none unless said otherwise. */
        default Iterable<Watch> parts() {
            return List.of();
        }
    }

    /** How long one thing has stayed in a phase. Belongs to the event loop. */
    public static final class Watch {
        private final Watched watched;
        private Phase phase = Phase.NONE;
        private long progress;
        private int looks;

        public Watch(Watched watched) {
            this.watched = watched;
        }
    }

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Watch connection;
    private final EventLoop loop;
    private final HttpTimeouts timeouts;
    private final long look;
    private @Nullable ScheduledFuture<?> next;

    /** Watches a connection of the loop once started. */
    public PhaseTimer(Watched watched, EventLoop loop, HttpTimeouts timeouts) {
        this.connection = new Watch(watched);
        this.loop = loop;
        this.timeouts = timeouts;
        long shortest =
                Stream.of(
                                timeouts.headerRead(),
                                timeouts.keepAlive(),
                                timeouts.bodyRead(),
                                timeouts.writeStall(),
                                LINGER.multipliedBy(4))
                        .filter(Duration::isPositive)
                        .mapToLong(Duration::toNanos)
                        .min()
                        .orElse(LONGEST_LOOK);
        this.look = Math.clamp(shortest / 4, TimeUnit.MILLISECONDS.toNanos(10), LONGEST_LOOK);
    }

    /** Begins to look. */
    public void start() {
        // With a delay, so that a loop that stood still looks once for all the looks it missed: a
        // peer is not to blame for that time.
        next = loop.scheduleWithFixedDelay(this, look, look, TimeUnit.NANOSECONDS);
    }

    /** Looks no more. */
    public void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    /** For how many nanoseconds at least the connection has been as it is now. */
    public long still() {
        Watch watch = connection;
        boolean same =
                watch.watched.phase() == watch.phase && watch.watched.progress() == watch.progress;
        return same ? watch.looks * look : 0;
    }

    @Override
    public void run() {
        look(connection);
        for (Watch part : connection.watched.parts()) {
            look(part);
        }
    }

    private void look(Watch watch) {
        Phase now = watch.watched.phase();
        long seen = watch.watched.progress();
        if (now != watch.phase || seen != watch.progress) {
            watch.phase = now;
            watch.progress = seen;
            watch.looks = 0;
            return;
        }
        watch.looks++;
        long limit = limit(now).toNanos();
        if (limit > 0 && watch.looks * look >= limit) {
            watch.looks = 0;
            watch.watched.expired(now);
        }
    }

    private Duration limit(Phase of) {
        return switch (of) {
            case NONE -> Duration.ZERO;
            case IDLE -> timeouts.keepAlive();
            case HEAD -> timeouts.headerRead();
            case BODY -> timeouts.bodyRead();
            case WRITE -> timeouts.writeStall();
            case LINGER -> LINGER;
        };
    }
}
