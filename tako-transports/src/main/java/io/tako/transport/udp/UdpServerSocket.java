package io.tako.transport.udp;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.tako.access.Admission;
import io.tako.access.ConnectionAttempt;
import io.tako.access.ConnectionFilter;
import io.tako.access.Transport;
import io.tako.runtime.Core;
import io.tako.runtime.DatagramOptions;
import io.tako.runtime.DatagramSender;
import io.tako.runtime.DatagramSender.Outcome;
import io.tako.transport.spine.SendQueue;
import io.tako.udp.Datagram;
import io.tako.udp.UdpSocket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: datagrams into a bounded queue, turns of the handler that empty it, and answers.
 * Belongs to the event loop, except for what is asked of a {@link UdpSocket} and of the queue.
 */
final class UdpServerSocket extends ChannelInboundHandlerAdapter implements UdpSocket {

    private static final Logger log = LoggerFactory.getLogger(UdpServerSocket.class);

    /** What a datagram on its way out counts beside its bytes. */
    private static final int OVERHEAD = 64;

    private final Core core;
    private final UdpSpine spine;
    private final int maxPayload;
    private final int concurrency;
    private final ArrayBlockingQueue<Datagram> queue;
    private final SendQueue<Outgoing> out;
    private final Set<DatagramRun> runs = ConcurrentHashMap.newKeySet();
    private volatile @Nullable InetSocketAddress local;
    private @Nullable ChannelHandlerContext context;
    private @Nullable DatagramSender direct;
    private final ArrayDeque<Outgoing> held = new ArrayDeque<>();
    private boolean receiving;
    private boolean resting;
    private boolean starting;
    private volatile boolean ended;

    /**
     * @param from the address of this machine it is to leave from; null for the system's choice
     */
    private record Outgoing(InetSocketAddress to, byte[] bytes, @Nullable InetAddress from) {

        int count() {
            return OVERHEAD + bytes.length;
        }
    }

    UdpServerSocket(Core core, UdpSpine spine) {
        this.core = core;
        this.spine = spine;
        this.maxPayload = spine.config().socket().maxPayload();
        this.concurrency = spine.config().options().concurrency();
        this.queue = new ArrayBlockingQueue<>(spine.config().options().queue());
        this.out =
                new SendQueue<>(
                        core::execute, spine.config().options().sendWindow(), this::sendWaiting);
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    // From the channel.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        direct = DatagramSender.of(ctx.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        local = (InetSocketAddress) ctx.channel().localAddress();
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        receiving = true;
        try {
            if (message instanceof DatagramPacket packet) {
                take(packet);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(DatagramPacket packet) {
        if (packet.content().readableBytes() > maxPayload) {
            spine.countOversized();
            return;
        }
        if (!admits(packet.sender())) {
            spine.countDenied();
            return;
        }
        byte[] bytes = ByteBufUtil.getBytes(packet.content());
        InetAddress asked = asked(packet.recipient());
        if (ended || !queue.offer(new ReceivedDatagram(packet.sender(), bytes, this, asked))) {
            spine.countShed(1);
        }
    }

    /** The address that was asked where replies are to leave from it; null elsewhere. */
    private @Nullable InetAddress asked(InetSocketAddress recipient) {
        InetAddress asked = recipient.getAddress();
        boolean chosen =
                direct != null
                        && direct.choosesAddress()
                        && localAddress().getAddress().isAnyLocalAddress()
                        && asked instanceof Inet4Address
                        && !asked.isAnyLocalAddress()
                        && !asked.isMulticastAddress();
        return chosen ? asked : null;
    }

    /** A datagram is over for its filter once it has been let in. */
    private boolean admits(InetSocketAddress sender) {
        ConnectionFilter filter = spine.config().filter();
        if (filter == ConnectionFilter.ALL) {
            return true;
        }
        String name = spine.config().name();
        ConnectionAttempt attempt =
                new ConnectionAttempt(name, Transport.UDP, sender, localAddress(), null);
        try {
            if (filter.admit(attempt) instanceof Admission.Allowed allowed) {
                allowed.release().run();
                return true;
            }
        } catch (RuntimeException e) {
            log.error("A connection filter failed", e);
        }
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        receiving = false;
        startRuns();
        ctx.flush();
    }

    /** A peer that is not there is no reason for a socket to end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("Listener {}: {}", spine.config().name(), cause.toString());
    }

    // Turns of the handler.

    private void startRuns() {
        if (starting) {
            return;
        }
        starting = true;
        try {
            while (!ended && !queue.isEmpty() && runs.size() < concurrency) {
                DatagramRun run = new DatagramRun(this, spine);
                runs.add(run);
                core.start(run);
                if (!runs.contains(run) && !queue.isEmpty()) {
                    // It has had its turn on this very loop, which has other work, too.
                    core.eventLoop().execute(this::startRuns);
                    return;
                }
            }
        } catch (RejectedExecutionException e) {
            end();
        } finally {
            starting = false;
        }
    }

    /** The next datagram for a turn, on its thread; null if none waits. */
    @Nullable Datagram next() {
        Datagram next = queue.poll();
        if (next != null) {
            spine.countReceived();
        }
        return next;
    }

    void ended(DatagramRun run) {
        runs.remove(run);
        startRuns();
    }

    /** Datagrams that wait. Any thread. */
    int waiting() {
        return queue.size();
    }

    /** Datagrams that wait, and turns that are not over. Any thread. */
    int busy() {
        return queue.size() + runs.size();
    }

    // The end.

    /** Takes no more from the system. */
    void stopReceiving() {
        ctx().channel().config().setAutoRead(false);
    }

    /** Drops what waits, interrupts who is at work, and closes. */
    void end() {
        if (!ended) {
            ended = true;
            out.end();
            for (DatagramRun run : runs) {
                Thread thread = run.thread();
                if (thread != null) {
                    thread.interrupt();
                }
            }
        }
        int left = 0;
        while (queue.poll() != null) {
            left++;
        }
        spine.countShed(left);
        rested();
        ctx().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        ctx.fireChannelInactive();
    }

    // What goes out.

    @Override
    public boolean send(InetSocketAddress to, byte[] bytes) {
        return send(to, bytes, null);
    }

    /** Sends from an address of this machine; null for the system's choice. */
    boolean send(InetSocketAddress to, byte[] bytes, @Nullable InetAddress from) {
        Objects.requireNonNull(to, "to");
        if (bytes.length > DatagramOptions.LARGEST_PAYLOAD) {
            spine.countSent(false);
            throw new IllegalArgumentException(
                    "datagram of "
                            + bytes.length
                            + " bytes (expected: <= "
                            + DatagramOptions.LARGEST_PAYLOAD
                            + ")");
        }
        if (!out.open() || out.full()) {
            spine.countSent(false);
            return false;
        }
        Outgoing next = new Outgoing(to, bytes, from);
        out.add(next, next.count());
        return true;
    }

    private void sendWaiting() {
        out.draining();
        boolean some = false;
        for (Outgoing next = out.next(); next != null; next = out.next()) {
            if (direct != null && (next.from() != null || next.bytes().length == 0)) {
                held.add(next);
            } else {
                some = true;
                write(next);
            }
        }
        if (some && !receiving) {
            ctx().flush();
        }
        sendHeld();
    }

    private void write(Outgoing next) {
        ctx().write(new DatagramPacket(Unpooled.wrappedBuffer(next.bytes()), next.to()))
                .addListener(done -> sent(next, done.isSuccess()));
    }

    private void sent(Outgoing datagram, boolean whole) {
        out.written(datagram.count());
        spine.countSent(whole);
    }

    /** What goes past the channel; the send window bounds how much waits here. */
    private void sendHeld() {
        while (!held.isEmpty() && !resting) {
            Outgoing next = held.getFirst();
            boolean whole = !ended;
            try {
                if (whole && handOver(next) == Outcome.LATER) {
                    resting = true;
                    core.eventLoop().schedule(this::rested, 1, TimeUnit.MILLISECONDS);
                    return;
                }
            } catch (IOException | RuntimeException e) {
                log.debug("Listener {}: {}", spine.config().name(), e.toString());
                whole = false;
            }
            sent(held.removeFirst(), whole);
        }
    }

    private Outcome handOver(Outgoing next) throws IOException {
        return Objects.requireNonNull(direct).send(next.to(), next.bytes(), next.from());
    }

    private void rested() {
        resting = false;
        sendHeld();
    }

    @Override
    public InetSocketAddress localAddress() {
        return Objects.requireNonNull(local, "the socket is not bound");
    }

    @Override
    public int core() {
        return core.index();
    }
}
