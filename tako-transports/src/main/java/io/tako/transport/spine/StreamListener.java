package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.tako.runtime.BoundListener;
import io.tako.runtime.Core;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.UnixAddress;
import io.tako.transport.CoreCounts;
import io.tako.transport.ListenerCounts;
import io.tako.transport.config.StreamListenerConfig;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open listener that accepts connections, whatever is spoken on them. */
public final class StreamListener implements Listener {

    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);

    /** A handshake of which a packet was lost takes so long, at the usual round trip times. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private final String name;
    private final Spine spine;
    private final List<? extends CoreState> states;
    private final BoundListener bound;
    private final LongAdder cutConnections = new LongAdder();

    private StreamListener(
            String name, Spine spine, List<? extends CoreState> states, BoundListener bound) {
        this.name = name;
        this.spine = spine;
        this.states = states;
        this.bound = bound;
    }

    /**
     * Binds and accepts.
     *
     * @param <S> what the protocol's connections on one core share
     * @param perCore makes that for a core
     * @param protocol makes an accepted channel speak
     * @throws BindException if the address cannot be had; nothing stays open then
     */
    public static <S extends CoreState> StreamListener open(
            TakoRuntime runtime,
            StreamListenerConfig config,
            Spine spine,
            Function<Core, S> perCore,
            StreamProtocol<S> protocol)
            throws BindException {
        SocketAddress place = InheritedAddress.resolve(config.address());
        List<S> states = runtime.cores().stream().map(perCore).toList();
        ChannelInitializer<Channel> child =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        S state = states.get(Core.of(channel.eventLoop()).index());
                        spine.countAccepted();
                        Ticket ticket = state.tickets().take(channel);
                        SocketProgress.of(channel);
                        if (place instanceof UnixAddress unix) {
                            ChannelConnection.arrivedBy(channel, unix);
                        }
                        Entrance.open(
                                ticket, state, config, () -> protocol.install(channel, state));
                    }
                };
        BoundListener bound = runtime.bind(config.address(), config.socket(), child);
        return new StreamListener(config.name(), spine, states, bound);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SocketAddress address() {
        return bound.localAddress();
    }

    @Override
    public String describe() {
        return bound.describe();
    }

    @Override
    public int connections() {
        return states.stream().mapToInt(state -> state.tickets().count()).sum();
    }

    @Override
    public ListenerCounts counts() {
        return new ListenerCounts(
                connections(),
                spine.accepted(),
                bound.acceptFailures(),
                spine.refusedConnections(),
                spine.refusedRequests(),
                states.stream().mapToInt(state -> state.counts().active()).sum(),
                spine.handshakes(),
                spine.handshakeFailures(),
                cutConnections.sum(),
                spine.denied(),
                spine.proxyRefusals());
    }

    @Override
    public List<CoreCounts> coreCounts() {
        return states.stream().map(CoreState::counts).toList();
    }

    @Override
    public void beginDrain() {
        spine.drain();
    }

    @Override
    public void drain() {
        spine.drain();
        each(StreamListener::drain);
        if (!bound.finishAccepting(HANDSHAKE)) {
            log.debug("{}: a peer that was connecting may have been refused", address());
        }
    }

    @Override
    public void abort() {
        bound.stopAccepting();
        spine.drain();
        each(StreamListener::abort);
    }

    @Override
    public Map<String, Integer> cut() {
        bound.stopAccepting();
        spine.drain();
        cutConnections.add(connections());
        Map<String, Integer> cut = new ConcurrentHashMap<>();
        List<CountDownLatch> cutting =
                each(
                        ticket -> {
                            Drainable holder = ticket.holder();
                            if (holder != null) {
                                cut.merge(holder.occupation(), 1, Integer::sum);
                            }
                            abort(ticket);
                        });
        cutting.forEach(StreamListener::await);
        return new TreeMap<>(cut);
    }

    private static void await(CountDownLatch done) {
        try {
            if (!done.await(1, TimeUnit.SECONDS)) {
                log.debug("A core has not come to cut its connections yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<CountDownLatch> each(Consumer<Ticket> action) {
        return states.stream().map(state -> state.each(action)).toList();
    }

    /** Who does not speak yet hears of the drain when it begins to. */
    private static void drain(Ticket ticket) {
        Drainable holder = ticket.holder();
        if (holder != null) {
            holder.drain();
        }
    }

    private static void abort(Ticket ticket) {
        Drainable holder = ticket.holder();
        if (holder != null) {
            holder.abort();
        }
        ticket.channel().close();
    }
}
