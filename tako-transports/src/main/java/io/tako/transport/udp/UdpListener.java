package io.tako.transport.udp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.tako.runtime.BoundDatagrams;
import io.tako.runtime.Core;
import io.tako.runtime.DatagramSender;
import io.tako.runtime.IoBackend;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.CoreCounts;
import io.tako.transport.ListenerCounts;
import io.tako.transport.UdpCounts;
import io.tako.transport.config.UdpListenerConfig;
import io.tako.transport.spine.Listener;
import io.tako.udp.UdpHandler;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open listener that receives datagrams. */
public final class UdpListener implements Listener {

    private static final Logger log = LoggerFactory.getLogger(UdpListener.class);

    private final UdpSpine spine;
    private final BoundDatagrams bound;
    private final List<UdpServerSocket> sockets;
    private final int cores;

    private UdpListener(
            UdpSpine spine, BoundDatagrams bound, List<UdpServerSocket> sockets, int cores) {
        this.spine = spine;
        this.bound = bound;
        this.sockets = sockets;
        this.cores = cores;
    }

    /**
     * Binds and receives.
     *
     * @throws BindException if the address cannot be had or a group not be joined; nothing stays
     *     open then
     */
    public static UdpListener open(
            TakoRuntime runtime, UdpListenerConfig config, UdpHandler handler)
            throws BindException {
        UdpSpine spine = new UdpSpine(config, handler);
        List<UdpServerSocket> sockets = new CopyOnWriteArrayList<>();
        ChannelInitializer<Channel> initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        UdpServerSocket socket =
                                new UdpServerSocket(Core.of(channel.eventLoop()), spine);
                        sockets.add(socket);
                        channel.pipeline().addLast(socket);
                    }
                };
        BoundDatagrams bound =
                runtime.bindDatagrams(config.address(), config.socket(), initializer);
        UdpListener listener =
                new UdpListener(spine, bound, List.copyOf(sockets), runtime.cores().size());
        listener.tellLimits(runtime.backend());
        return listener;
    }

    private void tellLimits(IoBackend backend) {
        boolean chosen =
                bound.sockets().stream()
                        .map(DatagramSender::of)
                        .allMatch(sender -> sender != null && sender.choosesAddress());
        if (bound.localAddress().getAddress().isAnyLocalAddress() && !chosen) {
            log.info(
                    "Listener {}: on {} replies leave from the address that the system chooses,"
                            + " which may be another than the one that was asked; bind that"
                            + " address, or use epoll",
                    name(),
                    backend.displayName());
        }
    }

    @Override
    public String name() {
        return spine.config().name();
    }

    @Override
    public SocketAddress address() {
        return bound.localAddress();
    }

    @Override
    public String describe() {
        return bound.describe();
    }

    /** None: every datagram is on its own. */
    @Override
    public int connections() {
        return 0;
    }

    @Override
    public int busy() {
        return sockets.stream().mapToInt(UdpServerSocket::busy).sum();
    }

    @Override
    public ListenerCounts counts() {
        return ListenerCounts.NONE;
    }

    /** What has gone on since it was opened. Reads a file, so not on a core. */
    public UdpCounts datagrams() {
        int waiting = sockets.stream().mapToInt(UdpServerSocket::waiting).sum();
        return spine.counts(waiting, bound.drops());
    }

    @Override
    public List<CoreCounts> coreCounts() {
        return java.util.Collections.nCopies(cores, CoreCounts.NONE);
    }

    /** Says nothing: there is nobody to tell. */
    @Override
    public void beginDrain() {}

    /** What was received is handled; what comes from now on is the system's to drop. */
    @Override
    public void drain() {
        each(UdpServerSocket::stopReceiving);
    }

    @Override
    public void abort() {
        each(UdpServerSocket::end);
        bound.close();
    }

    @Override
    public Map<String, Integer> cut() {
        int left = busy();
        abort();
        return left == 0 ? Map.of() : Map.of("a datagram", left);
    }

    private void each(Consumer<UdpServerSocket> action) {
        for (int i = 0; i < sockets.size(); i++) {
            UdpServerSocket socket = sockets.get(i);
            try {
                bound.sockets().get(i).eventLoop().execute(() -> action.accept(socket));
            } catch (RejectedExecutionException e) {
                log.debug("A loop has ended, and its socket with it");
            }
        }
    }
}
