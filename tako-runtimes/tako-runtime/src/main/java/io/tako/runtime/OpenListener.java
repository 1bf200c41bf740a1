package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one listener, from bind to close.
 *
 * @param sockets at least one
 * @param cores all cores of the runtime, any of which may get an accepted connection
 * @param failures counts accepts that failed
 * @param unix the address of a Unix socket; null for TCP
 * @param file the file of that address; null if it has none, or not one to delete
 * @param inherited whether another process has opened the socket, and may hand it to yet another
 */
record OpenListener(
        List<Channel> sockets,
        boolean perCoreSockets,
        List<Core> cores,
        LongAdder failures,
        @Nullable UnixAddress unix,
        @Nullable SocketFile file,
        boolean inherited)
        implements BoundListener {

    private static final Logger log = LoggerFactory.getLogger(OpenListener.class);
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LOOKS_IN_A_ROW = 2;

    /** At least one socket that listens on one port. */
    static OpenListener tcp(
            List<Channel> sockets, boolean perCoreSockets, List<Core> cores, LongAdder failures) {
        return new OpenListener(sockets, perCoreSockets, cores, failures, null, null, false);
    }

    /** A Unix socket. */
    static OpenListener unix(
            Channel socket,
            List<Core> cores,
            LongAdder failures,
            UnixAddress address,
            @Nullable SocketFile file) {
        return new OpenListener(List.of(socket), false, cores, failures, address, file, false);
    }

    /**
     * A socket of another process.
     *
     * @param unix its address, if it is a Unix socket
     */
    static OpenListener inherited(
            Channel socket, List<Core> cores, LongAdder failures, @Nullable UnixAddress unix) {
        return new OpenListener(List.of(socket), false, cores, failures, unix, null, true);
    }

    @Override
    public SocketAddress localAddress() {
        return unix != null ? unix : sockets.getFirst().localAddress();
    }

    @Override
    public void stopAccepting() {
        if (file != null) {
            file.remove();
        }
        List<ChannelFuture> closing = sockets.stream().map(Channel::close).toList();
        if (Core.current() == null) {
            closing.forEach(ChannelFuture::awaitUninterruptibly);
            for (Channel socket : sockets) {
                if (socket instanceof NioListenerChannel nio) {
                    nio.awaitSocketClosed();
                }
            }
        }
    }

    @Override
    public boolean finishAccepting(Duration limit) {
        if (Core.current() != null) {
            throw new IllegalStateException("this waits, so it must not be called on a core");
        }
        if (inherited) {
            // Who waits in its queue is served by the next process that has the socket.
            stopAccepting();
            awaitRegistered();
            return true;
        }
        boolean lossless = false;
        if (sockets.getFirst().isOpen() && localAddress() instanceof InetSocketAddress address) {
            boolean ignoring = ignoreNewPeers(address);
            lossless = awaitAccepted(address, ignoring, limit) && ignoring;
        }
        if (file != null) {
            // Nobody finds it from here on; those who have are accepted by the loop's next rounds.
            file.remove();
            LockSupport.parkNanos(LOOK_EVERY);
            awaitRegistered();
        }
        stopAccepting();
        awaitRegistered();
        return lossless;
    }

    private boolean ignoreNewPeers(InetSocketAddress address) {
        try {
            SynFilter filter = SynFilter.open();
            if (sockets.getFirst() instanceof UnixChannel) {
                for (Channel socket : sockets) {
                    onLoop(socket, () -> filter.attach(((UnixChannel) socket).fd().intValue()));
                }
                return true;
            }
            Map<Path, String> descriptors = descriptorsOf(address);
            descriptors.forEach(
                    (descriptor, link) -> {
                        int fd = Integer.parseInt(descriptor.getFileName().toString());
                        if (link.equals(target(descriptor))) {
                            filter.attach(fd);
                        }
                    });
            return descriptors.size() == sockets.size();
        } catch (UnsupportedOperationException | IOException e) {
            log.debug("{} is closed while peers may be connecting: {}", address, e.toString());
            return false;
        }
    }

    /** Only the loop closes a socket, so on the loop its descriptor cannot become another's. */
    private static void onLoop(Channel socket, Runnable action) {
        Future<?> done;
        try {
            done =
                    socket.eventLoop()
                            .submit(
                                    () -> {
                                        if (socket.isOpen()) {
                                            action.run();
                                        }
                                    })
                            .awaitUninterruptibly();
        } catch (RejectedExecutionException e) {
            log.debug("{} was closed with its loop", socket);
            return;
        }
        if (done.cause() instanceof UnsupportedOperationException refused) {
            throw refused;
        }
    }

    /** The JDK does not tell the descriptor of a channel; the kernel tells that of a socket. */
    private static Map<Path, String> descriptorsOf(InetSocketAddress address) throws IOException {
        KernelTcp kernel = KernelTcp.lookForListening(address);
        Map<Path, String> descriptors = new HashMap<>();
        if (kernel == null) {
            return descriptors;
        }
        List<String> links = kernel.inodes().stream().map(i -> "socket:[" + i + "]").toList();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open) {
                String link = target(descriptor);
                if (link != null && links.contains(link)) {
                    descriptors.put(descriptor, link);
                }
            }
        }
        return descriptors;
    }

    private static @Nullable String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }

    /**
     * Whether nobody waits to be accepted any more; false when the limit, and a few looks at least,
     * came first.
     */
    private boolean awaitAccepted(InetSocketAddress address, boolean ignoring, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        // A connection that moves from one table row to another while they are read is seen by the
        // second look, as long as none begins in between.
        int wanted = ignoring ? LOOKS_IN_A_ROW : 1;
        int settled = 0;
        for (int looks = 1; ; looks++) {
            LockSupport.parkNanos(LOOK_EVERY);
            long begun = System.nanoTime();
            KernelTcp kernel = KernelTcp.look(address);
            if (kernel == null) {
                return false;
            }
            settled = kernel.settled() ? settled + 1 : 0;
            if (settled >= wanted) {
                // What the kernel has given away still has to pass the loops that accept.
                awaitRegistered();
                return true;
            }
            long now = System.nanoTime();
            if (looks > LOOKS_IN_A_ROW && now - end >= 0) {
                return false;
            }
            // Tables of many connections take long to read, and the reading takes locks.
            LockSupport.parkNanos(Math.min(4 * (now - begun), TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    /** Returns when every connection that was accepted is registered with its core. */
    private void awaitRegistered() {
        // Round one: what the accepting loops have read. Round two: what they have handed over.
        for (int round = 0; round < 2; round++) {
            for (Core core : cores) {
                try {
                    core.eventLoop().submit(() -> {}).awaitUninterruptibly(1, TimeUnit.SECONDS);
                } catch (RejectedExecutionException e) {
                    log.debug("{} has ended, and its connections with it", core);
                }
            }
        }
    }

    @Override
    public long acceptFailures() {
        return failures.sum();
    }

    @Override
    public String describe() {
        if (inherited) {
            return "one inherited socket, connections dealt to the cores round robin";
        }
        return perCoreSockets
                ? "one listening socket per core (SO_REUSEPORT)"
                : "one listening socket, connections dealt to the cores round robin";
    }
}
