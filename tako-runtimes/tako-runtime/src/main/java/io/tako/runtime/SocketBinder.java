package io.tako.runtime;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens listening sockets: one whose connections are dealt out, or one per core. */
final class SocketBinder {

    private static final Logger log = LoggerFactory.getLogger(SocketBinder.class);

    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

    // Other systems accept the option but hand all connections to one of the sockets.
    static final boolean SYSTEM_BALANCES = LINUX;

    private final IoBackend backend;
    private final List<Core> cores;
    private final EventLoopGroup loops;

    SocketBinder(IoBackend backend, List<Core> cores, EventLoopGroup loops) {
        this.backend = backend;
        this.cores = cores;
        this.loops = loops;
    }

    String describe(RuntimeKind kind, boolean inherits) {
        if (kind == RuntimeKind.SHARED) {
            return "one listening socket, connections dealt to the loops";
        }
        return SYSTEM_BALANCES
                ? "one listening socket per core (SO_REUSEPORT)"
                        + (inherits ? " unless it is inherited" : "")
                : "one listening socket, connections dealt to the cores round robin";
    }

    /** One socket on the first loop, of either runtime; connections go to all loops in turn. */
    BoundListener bindUnix(
            UnixAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException {
        LongAdder failures = new LongAdder();
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .channel(backend.unixServerChannel())
                        .handler(new AcceptBackoff(failures, address))
                        .childHandler(OrderlyClose.before(child, backend))
                        .option(ChannelOption.SO_BACKLOG, options.backlog());
        bootstrap.group(cores.getFirst().eventLoop(), loops);
        if (address.isAbstract()) {
            requireAbstractNames(address);
            String name = "\0" + address.name().substring(1);
            Channel socket = bind(bootstrap, backend.unixAddress(name));
            return OpenListener.unix(socket, cores, failures, address, null);
        }
        SocketFile file = SocketFile.prepare(address);
        Channel socket = null;
        try {
            socket = bind(bootstrap, backend.unixAddress(file.bound().toString()));
            file.publish();
            return OpenListener.unix(socket, cores, failures, address, file);
        } catch (BindException e) {
            file.remove();
            if (socket != null) {
                socket.close().awaitUninterruptibly();
            }
            throw e;
        }
    }

    private void requireAbstractNames(UnixAddress address) throws SocketFileException {
        if (!LINUX || backend == IoBackend.NIO) {
            throw new SocketFileException(
                    SocketFileException.Part.PATH,
                    address.name(),
                    "abstract names such as "
                            + address.name()
                            + " need io_uring or epoll on Linux, and the back end is "
                            + backend.displayName(),
                    null);
        }
    }

    /**
     * Accepts at a socket of another process, on the first loop of either runtime; connections go
     * to all loops in turn. Of the options those of the accepted sockets count: how the socket
     * listens was settled by whoever opened it.
     */
    BoundListener adopt(
            InheritedAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException {
        requireOffLoop();
        LongAdder failures = new LongAdder();
        UnixAddress unix = address.address() instanceof UnixAddress at ? at : null;
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .handler(new AcceptBackoff(failures, address))
                        .childHandler(OrderlyClose.before(child, backend))
                        // Netty adds what hands connections to loops once it is registered.
                        .option(ChannelOption.AUTO_READ, false);
        if (unix == null) {
            acceptedOptions(bootstrap, options);
        }
        bootstrap.group(cores.getFirst().eventLoop(), loops);
        int descriptor = address.open(InheritedAddress.Kind.CONNECTIONS, backend);
        bootstrap.channelFactory(() -> IoBackend.listening(descriptor, unix != null));
        Channel socket = register(bootstrap, address, descriptor);
        socket.config().setAutoRead(true);
        return OpenListener.inherited(socket, cores, failures, unix);
    }

    /** Opens a channel on a descriptor, which is closed with it or if that fails. */
    static Channel register(
            AbstractBootstrap<?, ?> bootstrap, InheritedAddress address, int descriptor)
            throws BindException {
        ChannelFuture registered = bootstrap.register().awaitUninterruptibly();
        if (registered.isSuccess()) {
            return registered.channel();
        }
        if (!(registered.channel() instanceof UnixChannel)) {
            // There is no channel that would have closed it.
            closeQuietly(descriptor);
        }
        throw bindException(address, registered.cause());
    }

    private static void closeQuietly(int descriptor) {
        try {
            new FileDescriptor(descriptor).close();
        } catch (IOException e) {
            log.debug("Descriptor {} cannot be closed", descriptor, e);
        }
    }

    /** One socket on the first loop; connections go to all loops in turn. */
    BoundListener bindOne(
            SocketAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException {
        requireInet(address);
        LongAdder failures = new LongAdder();
        ServerBootstrap bootstrap = bootstrap(address, options, child, failures);
        bootstrap.group(cores.getFirst().eventLoop(), loops);
        return OpenListener.tcp(List.of(bind(bootstrap, address)), false, cores, failures);
    }

    /** A socket on every loop where the system balances them, else one. */
    BoundListener bindPerCore(
            SocketAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException {
        if (!SYSTEM_BALANCES || options.reusePort() == ListenerOptions.ReusePort.OFF) {
            return bindOne(address, options, child);
        }
        InetSocketAddress next = requireInet(address);
        if (next.getPort() != 0) {
            refuseIfTaken(next);
        }
        List<Channel> sockets = new ArrayList<>(cores.size());
        LongAdder failures = new LongAdder();
        try {
            for (Core core : cores) {
                ServerBootstrap bootstrap = bootstrap(next, options, child, failures);
                bootstrap.option(backend.reusePortOption(), true);
                bootstrap.group(core.eventLoop(), core.eventLoop());
                Channel socket = bind(bootstrap, next);
                sockets.add(socket);
                if (next.getPort() == 0) {
                    int port = ((InetSocketAddress) socket.localAddress()).getPort();
                    next =
                            next.isUnresolved()
                                    ? InetSocketAddress.createUnresolved(next.getHostString(), port)
                                    : new InetSocketAddress(next.getAddress(), port);
                }
            }
        } catch (BindException e) {
            OpenListener.tcp(sockets, true, cores, failures).stopAccepting();
            throw e;
        }
        return OpenListener.tcp(sockets, true, cores, failures);
    }

    private ServerBootstrap bootstrap(
            SocketAddress address,
            ListenerOptions options,
            ChannelInitializer<Channel> child,
            LongAdder failures) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .channel(backend.serverChannel())
                        .handler(new AcceptBackoff(failures, address))
                        .childHandler(OrderlyClose.before(child, backend))
                        .option(ChannelOption.SO_BACKLOG, options.backlog())
                        .option(ChannelOption.SO_REUSEADDR, options.reuseAddress());
        Integer receive = options.receiveBuffer();
        if (receive != null) {
            // On the listening socket, because the window scale is settled before accept.
            bootstrap.option(ChannelOption.SO_RCVBUF, receive);
        }
        acceptedOptions(bootstrap, options);
        return bootstrap;
    }

    private static void acceptedOptions(ServerBootstrap bootstrap, ListenerOptions options) {
        bootstrap
                .childOption(ChannelOption.TCP_NODELAY, options.tcpNoDelay())
                .childOption(ChannelOption.SO_KEEPALIVE, options.keepAlive());
        Integer receive = options.receiveBuffer();
        if (receive != null) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, receive);
        }
        Integer send = options.sendBuffer();
        if (send != null) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, send);
        }
    }

    private static Channel bind(ServerBootstrap bootstrap, SocketAddress address)
            throws BindException {
        requireOffLoop();
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bindException(address, bound.cause());
        }
        return bound.channel();
    }

    static void requireOffLoop() {
        if (Core.current() != null) {
            throw new IllegalStateException("bind waits, so it must not be called on a core");
        }
    }

    /**
     * With SO_REUSEPORT a second server of the same user would join the first one's port without
     * either noticing. Binding once without the option makes the conflict visible.
     */
    private static void refuseIfTaken(InetSocketAddress address) throws BindException {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(address);
        } catch (IOException | RuntimeException e) {
            throw bindException(address, e);
        }
    }

    static BindException bindException(SocketAddress address, @Nullable Throwable cause) {
        String reason = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            reason = "Address already in use";
        }
        BindException e = new BindException(reason + ": " + address);
        e.initCause(cause);
        return e;
    }

    static InetSocketAddress requireInet(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalArgumentException(
                "address: " + address + " (expected: an internet address)");
    }
}
