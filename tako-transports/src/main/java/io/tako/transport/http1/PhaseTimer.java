package io.tako.transport.http1;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.tako.transport.HttpTimeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long a connection stays in one phase without progress, by looking four times within
 * the shortest timeout. A request pays nothing: no clock is read and no timer moved for it. A
 * timeout so takes effect up to a quarter later than it says.
 */
final class PhaseTimer implements Runnable {

    private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(10);

    /** What a connection waits for. */
    enum Phase {
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
    interface Watched {
        Phase phase();

        /** A value that changes with every progress within a phase. */
        long progress();

        void expired(Phase phase);
    }

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Watched watched;
    private final EventLoop loop;
    private final HttpTimeouts timeouts;
    private final long look;
    private @Nullable ScheduledFuture<?> next;
    private Phase phase = Phase.NONE;
    private long progress;
    private int looks;

    PhaseTimer(Watched watched, EventLoop loop, HttpTimeouts timeouts) {
        this.watched = watched;
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

    void start() {
        next = loop.scheduleAtFixedRate(this, look, look, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void run() {
        Phase now = watched.phase();
        long seen = watched.progress();
        if (now != phase || seen != progress) {
            phase = now;
            progress = seen;
            looks = 0;
            return;
        }
        looks++;
        long limit = limit(now).toNanos();
        if (limit > 0 && looks * look >= limit) {
            looks = 0;
            watched.expired(now);
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
