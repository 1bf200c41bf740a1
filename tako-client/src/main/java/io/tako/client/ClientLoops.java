package io.tako.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import java.util.Objects;
import reactor.netty.resources.LoopResources;

/**
 * The loops of a runtime, for Reactor Netty. What is asked for on a loop is given that loop, what
 * is asked for elsewhere the next one. The loops belong to the runtime: disposing of this leaves
 * them alone.
 */
final class ClientLoops implements LoopResources {

    private final EventLoopGroup loops;
    private final LoopChannels channels;

    ClientLoops(TakoRuntime runtime) {
        Core any = runtime.cores().getFirst();
        EventLoopGroup all = Objects.requireNonNull(any.eventLoop().parent(), "a loop of no group");
        this.loops = LoopResources.colocate(all);
        this.channels = LoopChannels.of(runtime.backend());
    }

    /** The same loops for everything: there is one kind of them, native or not. */
    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        return channels.open(type);
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(
            Class<C> type, EventLoopGroup group) {
        return channels.type(type);
    }
}
