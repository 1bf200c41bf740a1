package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.tako.runtime.BoundListener;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.CoreCounts;
import io.tako.transport.DrainConfig;
import io.tako.transport.HttpService;
import io.tako.transport.ListenerConfig;
import io.tako.transport.ListenerCounts;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open listener and the connections that came in by it. Safe for any thread. */
public final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /** A handshake of which a packet was lost takes so long, at the usual round trip times. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private final Spine spine;
    private final List<CoreState> states;
    private final BoundListener bound;
    private final LongAdder cutConnections = new LongAdder();

    private Listener(Spine spine, List<CoreState> states, BoundListener bound) {
        this.spine = spine;
        this.states = states;
        this.bound = bound;
    }

    /**
     * Binds and accepts.
     *
     * @param protocol makes an accepted channel speak its protocol
     * @throws BindException if the address cannot be had; nothing stays open then
     */
    public static Listener open(
            TakoRuntime runtime,
            ListenerConfig config,
            DrainConfig drain,
            HttpService service,
            BiConsumer<Channel, CoreState> protocol)
            throws BindException {
        Spine spine = new Spine(config, drain, service);
        List<CoreState> states = new ArrayList<>();
        for (Core core : runtime.cores()) {
            states.add(new CoreState(core, spine));
        }
        ChannelInitializer<Channel> child =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Core core = Core.of(channel.eventLoop());
                        CoreState state = states.get(core.index());
                        spine.countAccepted();
                        state.accepted(channel);
                        protocol.accept(channel, state);
                    }
                };
        BoundListener bound = runtime.bind(config.address(), config.socket(), child);
        return new Listener(spine, List.copyOf(states), bound);
    }

    public Spine spine() {
        return spine;
    }

    /** Where peers connect to. */
    public SocketAddress address() {
        return bound.localAddress();
    }

    /** How connections reach the cores. */
    public String describe() {
        return bound.describe();
    }

    /** Connections that have not ended, of which some may not have said anything yet. */
    public int connections() {
        return states.stream().mapToInt(state -> state.channels().size()).sum();
    }

    /** How often the system could not accept, for want of file descriptors, say. */
    public long acceptFailures() {
        return bound.acceptFailures();
    }

    /** What has gone on since it was opened. */
    public ListenerCounts counts() {
        return new ListenerCounts(
                connections(),
                spine.accepted(),
                acceptFailures(),
                spine.refusedConnections(),
                spine.refusedRequests(),
                states.stream().mapToInt(state -> state.counts().active()).sum(),
                spine.handshakes(),
                spine.handshakeFailures(),
                cutConnections.sum());
    }

    /** What goes on at each core, in their order. */
    public List<CoreCounts> coreCounts() {
        return states.stream().map(CoreState::counts).toList();
    }

    /**
     * Asks every connection to end kindly, accepts who is connected or connecting, and closes the
     * listening sockets. Waits, so never on a core.
     */
    public void drain() {
        spine.drain();
        each(Drainable::drain);
        if (!bound.finishAccepting(HANDSHAKE)) {
            log.debug("{}: a peer that was connecting may have been refused", address());
        }
    }

    /** Accepts no more and ends every connection now. */
    public void abort() {
        bound.stopAccepting();
        spine.drain();
        each(Drainable::abort);
        closeChannels();
    }

    /**
     * The same, and tells what was cut: how many connections by what they were at. Waits a moment
     * for the cores, so never on one.
     */
    public Map<String, Integer> cut() {
        bound.stopAccepting();
        spine.drain();
        cutConnections.add(connections());
        Map<String, Integer> cut = new ConcurrentHashMap<>();
        each(
                connection -> {
                    cut.merge(connection.occupation(), 1, Integer::sum);
                    connection.abort();
                });
        closeChannels();
        for (CoreState state : states) {
            state.core().eventLoop().submit(() -> {}).awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        return new TreeMap<>(cut);
    }

    private void each(Consumer<Drainable> action) {
        for (CoreState state : states) {
            for (Drainable connection : state.connections()) {
                state.core().execute(() -> action.accept(connection));
            }
        }
    }

    /** Of connections that do not speak their protocol yet, too. */
    private void closeChannels() {
        for (CoreState state : states) {
            for (Channel channel : state.channels()) {
                state.core().execute(channel::close);
            }
        }
    }
}
