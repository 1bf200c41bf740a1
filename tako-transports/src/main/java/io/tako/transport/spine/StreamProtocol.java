package io.tako.transport.spine;

import io.netty.channel.Channel;

/**
 * What is spoken on the connections of a listener.
 *
 * @param <S> what its connections on one core share
 */
@FunctionalInterface
public interface StreamProtocol<S extends CoreState> {

    /**
     * Adds the protocol's handlers to the pipeline of an accepted channel. The first of them
     * refuses the connection if its {@link Ticket} says so, and each {@link Ticket#hold holds} it
     * while it speaks, so that a drain finds it. On the channel's event loop.
     */
    void install(Channel channel, S state);
}
