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
                        state.accepted(channel);
                        SocketProgress.of(channel);
                        if (place instanceof UnixAddress unix) {
                            ChannelConnection.arrivedBy(channel, unix);
                        }
                        Entrance.open(
                                channel, state, config, () -> protocol.install(channel, state));
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
        return states.stream().mapToInt(state -> state.channels().size()).sum();
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
        each(Drainable::drain);
        if (!bound.finishAccepting(HANDSHAKE)) {
            log.debug("{}: a peer that was connecting may have been refused", address());
        }
    }

    @Override
    public void abort() {
        bound.stopAccepting();
        spine.drain();
        each(Drainable::abort);
        closeChannels();
    }

    @Override
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
