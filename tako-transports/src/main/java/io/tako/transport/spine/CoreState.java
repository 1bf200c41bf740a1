package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.tako.runtime.Core;
import io.tako.transport.CoreCounts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the connections of one listener on one core share, whatever they speak. A protocol adds what
 * its connections share beyond that. Belongs to that core's event loop; only {@link
 * #connections()}, {@link #channels()} and {@link #counts()} may be read from elsewhere.
 */
public class CoreState {

    private final Core core;
    private final Spine spine;
    private final Set<Drainable> connections = ConcurrentHashMap.newKeySet();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

    /** For a core on which no connection has been accepted yet. */
    public CoreState(Core core, Spine spine) {
        this.core = core;
        this.spine = spine;
    }

    /** The core. */
    public final Core core() {
        return core;
    }

    /** What the listener's connections share over all cores. */
    public Spine spine() {
        return spine;
    }

    /** The open connections that speak their protocol already. */
    public final Set<Drainable> connections() {
        return connections;
    }

    /** The channels of all open connections, from the moment they were accepted. */
    final Set<Channel> channels() {
        return channels;
    }

    /** Takes an accepted channel in, until it is closed. */
    final void accepted(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    /** What goes on here. The numbers are of about the same moment. */
    public CoreCounts counts() {
        return new CoreCounts(channels.size(), 0, 0);
    }

    /** Takes a connection in. */
    public void opened(Drainable connection) {
        connections.add(connection);
    }

    /** Lets a connection go. */
    public void closed(Drainable connection) {
        connections.remove(connection);
    }
}
