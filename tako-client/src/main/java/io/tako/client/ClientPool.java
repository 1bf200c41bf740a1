package io.tako.client;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;

/** Makes pools of connections whose timers run on the loops of the connections. */
final class ClientPool {

    private ClientPool() {}

    /**
     * @param loops where timers run: one loop, or several of which each timer takes one
     */
    static ConnectionProvider.Builder of(String name, ClientConfig config, EventLoopGroup loops) {
        ConnectionProvider.Builder builder =
                ConnectionProvider.builder(name)
                        .maxConnections(config.maxConnections())
                        .pendingAcquireMaxCount(config.maxPendingAcquires())
                        .pendingAcquireTimeout(config.pendingAcquireTimeout())
                        .pendingAcquireTimer((expiry, wait) -> timer(loops, expiry, wait))
                        // The one used last is the one least likely to have been closed.
                        .lifo();
        Duration idle = config.idleTimeout();
        if (idle.isPositive()) {
            builder.maxIdleTime(idle)
                    .evictInBackground(idle, Schedulers.fromExecutorService(loops));
        }
        return builder;
    }

    private static Disposable timer(EventLoopGroup loops, Runnable expiry, Duration wait) {
        ScheduledFuture<?> timer = loops.schedule(expiry, wait.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }
}
