package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.tako.routing.Router;
import io.tako.runtime.BoundListener;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.ListenerConfig;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** An open listener and the connections that came in by it. Safe for any thread. */
public final class Listener {

    private final Spine spine;
    private final List<CoreState> states;
    private final BoundListener bound;

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
            Router router,
            BiConsumer<Channel, CoreState> protocol)
            throws BindException {
        Spine spine = new Spine(config, router);
        List<CoreState> states = new ArrayList<>();
        for (Core core : runtime.cores()) {
            states.add(new CoreState(core, spine));
        }
        ChannelInitializer<Channel> child =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Core core = Core.of(channel.eventLoop());
                        protocol.accept(channel, states.get(core.index()));
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

    /** Connections that have not ended. */
    public int connections() {
        return states.stream().mapToInt(state -> state.connections().size()).sum();
    }

    /** Accepts no more and asks every connection to end after what it is doing. */
    public void drain() {
        bound.stopAccepting();
        spine.drain();
        each(Drainable::drain);
    }

    /** Accepts no more and ends every connection now. */
    public void abort() {
        bound.stopAccepting();
        spine.drain();
        each(Drainable::abort);
    }

    private void each(Consumer<Drainable> action) {
        for (CoreState state : states) {
            for (Drainable connection : state.connections()) {
                state.core().execute(() -> action.accept(connection));
            }
        }
    }
}
