package io.tako.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens sockets that receive datagrams. */
final class DatagramBinder {

    /** Datagrams that are received by one system call where there is a call for it. */
    private static final int BATCH = 32;

    /** Datagrams that are received before the loop looks at its other channels. */
    private static final int BURST = 4 * BATCH;

    private final IoBackend backend;
    private final RuntimeKind kind;
    private final List<Core> cores;

    DatagramBinder(IoBackend backend, RuntimeKind kind, List<Core> cores) {
        this.backend = backend;
        this.kind = kind;
        this.cores = cores;
    }

    BoundDatagrams bind(
            InetSocketAddress address,
            DatagramOptions options,
            ChannelInitializer<Channel> initializer)
            throws BindException {
        int count = count(options);
        InetSocketAddress next = address;
        if (count > 1 && next.getPort() != 0) {
            refuseIfTaken(next);
        }
        List<Channel> sockets = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                SocketProtocolFamily family = family(address, options);
                Bootstrap bootstrap =
                        bootstrap(options, initializer)
                                .channelFactory(() -> backend.datagramChannel(family));
                if (!options.groups().isEmpty()) {
                    // Others of this machine may listen to the group on the same port.
                    bootstrap.option(ChannelOption.SO_REUSEADDR, true);
                }
                if (count > 1) {
                    bootstrap.option(backend.reusePortOption(), true);
                }
                bootstrap.group(cores.get(i % cores.size()).eventLoop());
                Channel socket = bind(bootstrap, next);
                sockets.add(socket);
                join((DatagramChannel) socket, options.groups());
                next = (InetSocketAddress) socket.localAddress();
            }
        } catch (BindException e) {
            new OpenDatagrams(sockets, false).close();
            throw e;
        }
        return new OpenDatagrams(sockets, false);
    }

    /** Receives at a socket of another process, on the first loop. */
    BoundDatagrams adopt(
            InheritedAddress address,
            DatagramOptions options,
            ChannelInitializer<Channel> initializer)
            throws BindException {
        SocketBinder.requireOffLoop();
        int descriptor = address.open(InheritedAddress.Kind.DATAGRAMS, backend);
        Bootstrap bootstrap =
                bootstrap(options, initializer)
                        .channelFactory(() -> IoBackend.receiving(descriptor))
                        .group(cores.getFirst().eventLoop());
        Channel socket = SocketBinder.register(bootstrap, address, descriptor);
        join((DatagramChannel) socket, options.groups());
        return new OpenDatagrams(List.of(socket), true);
    }

    private int count(DatagramOptions options) {
        if (!options.groups().isEmpty()) {
            return 1;
        }
        if (options.sockets() > 0) {
            return SocketBinder.SYSTEM_BALANCES ? options.sockets() : 1;
        }
        return kind == RuntimeKind.PER_CORE && SocketBinder.SYSTEM_BALANCES ? cores.size() : 1;
    }

    private Bootstrap bootstrap(DatagramOptions options, ChannelInitializer<Channel> initializer) {
        int size = options.maxPayload() + 1;
        ChannelOption<Integer> batched = backend.datagramSizeOption();
        FixedRecvByteBufAllocator buffers =
                new FixedRecvByteBufAllocator(batched == null ? size : size * batch(size));
        buffers.maxMessagesPerRead(BURST);
        Bootstrap bootstrap =
                new Bootstrap()
                        .handler(initializer)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, buffers);
        if (batched != null) {
            bootstrap.option(batched, size);
        }
        if (backend == IoBackend.EPOLL) {
            bootstrap.option(EpollChannelOption.IP_RECVORIGDSTADDR, true);
        }
        Integer receive = options.receiveBuffer();
        if (receive != null) {
            bootstrap.option(ChannelOption.SO_RCVBUF, receive);
        }
        Integer send = options.sendBuffer();
        if (send != null) {
            bootstrap.option(ChannelOption.SO_SNDBUF, send);
        }
        return bootstrap;
    }

    /** As many as make a buffer of a reasonable size. */
    private static int batch(int size) {
        return Math.clamp((256 * 1024) / size, 1, BATCH);
    }

    /** Null for a socket of both families, where there are such. */
    private static @Nullable SocketProtocolFamily family(
            InetSocketAddress address, DatagramOptions options) {
        boolean four =
                options.groups().isEmpty()
                        ? address.getAddress() instanceof Inet4Address
                                && !address.getAddress().isAnyLocalAddress()
                        : options.groups().getFirst().address() instanceof Inet4Address;
        return four ? SocketProtocolFamily.INET : null;
    }

    private static Channel bind(Bootstrap bootstrap, InetSocketAddress address)
            throws BindException {
        SocketBinder.requireOffLoop();
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw SocketBinder.bindException(address, bound.cause());
        }
        return bound.channel();
    }

    private static void join(DatagramChannel socket, List<DatagramOptions.Group> groups)
            throws BindException {
        for (DatagramOptions.Group group : groups) {
            ChannelFuture joined =
                    socket.joinGroup(
                                    new InetSocketAddress(group.address(), 0),
                                    group.networkInterface())
                            .awaitUninterruptibly();
            if (!joined.isSuccess()) {
                socket.close().awaitUninterruptibly();
                BindException e =
                        new BindException(
                                "group "
                                        + group.address().getHostAddress()
                                        + " cannot be joined at "
                                        + group.networkInterface().getName()
                                        + ": "
                                        + joined.cause().getMessage());
                e.initCause(joined.cause());
                throw e;
            }
        }
    }

    /** With SO_REUSEPORT a second server of the same user would take a part of the datagrams. */
    private static void refuseIfTaken(InetSocketAddress address) throws BindException {
        try (java.nio.channels.DatagramChannel probe = java.nio.channels.DatagramChannel.open()) {
            probe.bind(address);
        } catch (IOException | RuntimeException e) {
            throw SocketBinder.bindException(address, e);
        }
    }
}
