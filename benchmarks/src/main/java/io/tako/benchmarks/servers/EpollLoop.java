package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop a server on Netty gets. It is handed to servers that would choose for
 * themselves, because they would take io_uring where they find it, and more loops than cores.
 */
final class EpollLoop {

    private EpollLoop() {}

    static MultiThreadIoEventLoopGroup open() {
        return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    }

    static void close(MultiThreadIoEventLoopGroup loop) {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
