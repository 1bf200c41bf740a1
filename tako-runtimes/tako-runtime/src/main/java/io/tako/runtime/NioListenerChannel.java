package io.tako.runtime;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.RejectedExecutionException;

/**
 * A listening socket of the JDK's selectors. The JDK keeps the socket of a closed channel open
 * until the selector's next round, so the close future alone does not say that the port is free.
 */
public final class NioListenerChannel extends NioServerSocketChannel {

    /** Returns when the socket of this closed channel is gone. Waits; never on an event loop. */
    void awaitSocketClosed() {
        EventLoop loop = eventLoop();
        try {
            // Each task wakes the selector, which drops closed channels in its round.
            while (javaChannel().isRegistered()) {
                loop.submit(() -> {}).awaitUninterruptibly();
            }
            // The channel leaves the selector a moment before its socket is closed, in one round.
            loop.submit(() -> {}).awaitUninterruptibly();
        } catch (RejectedExecutionException shutDown) {
            // A loop that ends closes its selector and every socket left there.
        }
    }
}
