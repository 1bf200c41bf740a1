package io.tako.client;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.tako.runtime.IoBackend;
import java.util.List;
import java.util.function.Supplier;

/**
 * The channels of one I/O back end that Reactor Netty asks for: TCP, UDP to look names up, and Unix
 * sockets where the back end has them.
 */
final class LoopChannels {

    private final IoBackend backend;
    private final List<Kind<?>> kinds;

    private record Kind<C extends Channel>(Class<C> type, Supplier<C> open) {}

    private LoopChannels(IoBackend backend, List<Kind<?>> kinds) {
        this.backend = backend;
        this.kinds = kinds;
    }

    static LoopChannels of(IoBackend backend) {
        return new LoopChannels(
                backend,
                switch (backend) {
                    case IO_URING ->
                            List.of(
                                    new Kind<>(
                                            IoUringSocketChannel.class, IoUringSocketChannel::new),
                                    new Kind<>(
                                            IoUringServerSocketChannel.class,
                                            IoUringServerSocketChannel::new),
                                    new Kind<>(
                                            IoUringDatagramChannel.class,
                                            IoUringDatagramChannel::new),
                                    new Kind<>(
                                            IoUringDomainSocketChannel.class,
                                            IoUringDomainSocketChannel::new));
                    case EPOLL ->
                            List.of(
                                    new Kind<>(EpollSocketChannel.class, EpollSocketChannel::new),
                                    new Kind<>(
                                            EpollServerSocketChannel.class,
                                            EpollServerSocketChannel::new),
                                    new Kind<>(
                                            EpollDatagramChannel.class, EpollDatagramChannel::new),
                                    new Kind<>(
                                            EpollDomainSocketChannel.class,
                                            EpollDomainSocketChannel::new));
                    case KQUEUE ->
                            List.of(
                                    new Kind<>(KQueueSocketChannel.class, KQueueSocketChannel::new),
                                    new Kind<>(
                                            KQueueServerSocketChannel.class,
                                            KQueueServerSocketChannel::new),
                                    new Kind<>(
                                            KQueueDatagramChannel.class,
                                            KQueueDatagramChannel::new),
                                    new Kind<>(
                                            KQueueDomainSocketChannel.class,
                                            KQueueDomainSocketChannel::new));
                    case NIO ->
                            List.of(
                                    new Kind<>(NioSocketChannel.class, NioSocketChannel::new),
                                    new Kind<>(
                                            NioServerSocketChannel.class,
                                            NioServerSocketChannel::new),
                                    new Kind<>(NioDatagramChannel.class, NioDatagramChannel::new));
                });
    }

    /**
     * A fresh channel.
     *
     * @param wanted {@link SocketChannel}, {@link ServerSocketChannel}, {@link DatagramChannel} or
     *     {@link DomainSocketChannel}
     * @throws IllegalArgumentException if the back end has none of this kind
     */
    <C extends Channel> C open(Class<C> wanted) {
        return wanted.cast(kind(wanted).open().get());
    }

    /** The class of what {@link #open} gives. */
    <C extends Channel> Class<? extends C> type(Class<C> wanted) {
        return kind(wanted).type().asSubclass(wanted);
    }

    private Kind<?> kind(Class<? extends Channel> wanted) {
        for (Kind<?> kind : kinds) {
            if (wanted.isAssignableFrom(kind.type())) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "channel: "
                        + wanted.getSimpleName()
                        + " (expected: one that Reactor Netty can have on "
                        + backend.displayName()
                        + ")");
    }
}
