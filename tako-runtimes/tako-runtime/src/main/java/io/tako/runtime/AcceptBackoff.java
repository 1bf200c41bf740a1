package io.tako.runtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a listening socket rest for a second when the system cannot accept, mostly because the
 * process has no file descriptor left: trying again at once would spin. Connections that exist are
 * served on, new ones wait in the kernel. Belongs to the socket's event loop.
 */
final class AcceptBackoff extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(AcceptBackoff.class);
    private static final long REST_MILLIS = 1_000;
    private static final long LOG_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final LongAdder failures;
    private final SocketAddress address;
    private boolean resting;
    private boolean told;
    private long toldAt;

    /**
     * @param failures counts failed accepts of all sockets of a listener
     * @param address what the listener was told to listen on
     */
    AcceptBackoff(LongAdder failures, SocketAddress address) {
        this.failures = failures;
        this.address = InheritedAddress.resolve(address);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failures.increment();
        tell(ctx, cause);
        if (resting || !ctx.channel().isOpen()) {
            return;
        }
        resting = true;
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(
                        () -> {
                            resting = false;
                            if (ctx.channel().isOpen()) {
                                ctx.channel().config().setAutoRead(true);
                            }
                        },
                        REST_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void tell(ChannelHandlerContext ctx, Throwable cause) {
        long now = System.nanoTime();
        if (told && now - toldAt < LOG_EVERY) {
            return;
        }
        told = true;
        toldAt = now;
        log.warn(
                "{} cannot accept and tries again every second; new connections wait ({} failures"
                        + " so far): {}",
                ctx.channel().localAddress() instanceof InetSocketAddress inet ? inet : address,
                failures.sum(),
                cause.toString());
    }
}
