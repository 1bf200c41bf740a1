package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** The system interface through which event loops read and write sockets. */
public enum IoBackend {
    /** Linux io_uring. */
    IO_URING("io_uring"),
    /** Linux epoll. */
    EPOLL("epoll"),
    /** kqueue of macOS and the BSDs. */
    KQUEUE("kqueue"),
    /** The JDK's selectors; available everywhere. */
    NIO("nio");

    private final String displayName;

    IoBackend(String displayName) {
        this.displayName = displayName;
    }

    /** The name used in the start-up line and in {@code tako.io}. */
    public String displayName() {
        return displayName;
    }

    /** Why this machine cannot use this back end, or null where it can. */
    public @Nullable Throwable unavailabilityCause() {
        return switch (this) {
            case IO_URING -> IoUring.unavailabilityCause();
            case EPOLL -> Epoll.unavailabilityCause();
            case KQUEUE -> KQueue.unavailabilityCause();
            case NIO -> null;
        };
    }

    /** A fresh factory of the handlers that drive one event loop each. */
    public IoHandlerFactory ioHandlerFactory() {
        return switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> SteadyEpoll.factory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** The class of TCP channels that listen. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case KQUEUE -> KQueueServerSocketChannel.class;
            case NIO -> NioListenerChannel.class;
        };
    }

    /** The class of Unix domain channels that listen. */
    Class<? extends ServerChannel> unixServerChannel() {
        return switch (this) {
            case IO_URING -> IoUringServerDomainSocketChannel.class;
            case EPOLL -> EpollServerDomainSocketChannel.class;
            case KQUEUE -> KQueueServerDomainSocketChannel.class;
            case NIO -> NioServerDomainSocketChannel.class;
        };
    }

    /**
     * A channel of epoll that accepts by a descriptor of a socket that listens.
     *
     * @param unix whether it is a Unix socket
     */
    static ServerChannel listening(int descriptor, boolean unix) {
        return unix
                ? new EpollServerDomainSocketChannel(descriptor, true)
                : new EpollServerSocketChannel(descriptor);
    }

    /** A channel of epoll for datagrams by a descriptor of a socket that is bound. */
    static DatagramChannel receiving(int descriptor) {
        return LinuxSender.with(new EpollDatagramChannel(descriptor));
    }

    /**
     * Whether a connected channel, of any back end, can be told to send this part of a file by
     * itself. On io_uring Netty 4.2.18 counts in 32 bits where in the file it is: beyond them it
     * sends other bytes, or none.
     */
    public static boolean sendsPart(Channel channel, long position, long length) {
        boolean narrow =
                channel instanceof IoUringSocketChannel
                        || channel instanceof IoUringDomainSocketChannel;
        return !narrow || position + length <= Integer.MAX_VALUE;
    }

    /** The address of a Unix socket as this back end binds it. */
    SocketAddress unixAddress(String path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path);
    }

    /** The class of TCP channels that connect. */
    public Class<? extends SocketChannel> channel() {
        return switch (this) {
            case IO_URING -> IoUringSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case KQUEUE -> KQueueSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }

    /**
     * A new channel for datagrams, with what it needs to send all kinds of them. Not for a core.
     *
     * @param family null for the one of the system's choice, usually both in one
     */
    DatagramChannel datagramChannel(@Nullable SocketProtocolFamily family) {
        return switch (this) {
            case IO_URING ->
                    family == null
                            ? new IoUringDatagramChannel()
                            : new IoUringDatagramChannel(family);
            case EPOLL ->
                    LinuxSender.with(
                            family == null
                                    ? new EpollDatagramChannel()
                                    : new EpollDatagramChannel(family));
            case KQUEUE ->
                    family == null
                            ? new KQueueDatagramChannel()
                            : new KQueueDatagramChannel(family);
            case NIO -> SelectableSender.channel(family);
        };
    }

    /**
     * The channel option that has several datagrams received by one call, each in its share of the
     * buffer; null where there is no such call.
     */
    @Nullable ChannelOption<Integer> datagramSizeOption() {
        return switch (this) {
            case IO_URING -> IoUringChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE;
            case EPOLL -> EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE;
            case KQUEUE, NIO -> null;
        };
    }

    /** The channel option that lets several sockets of this back end listen on one port. */
    ChannelOption<Boolean> reusePortOption() {
        return this == NIO
                ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT)
                : UnixChannelOption.SO_REUSEPORT;
    }
}
