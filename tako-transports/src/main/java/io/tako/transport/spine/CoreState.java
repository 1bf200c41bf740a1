package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Future;
import io.tako.runtime.Core;
import io.tako.transport.CoreCounts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listener on one core share. Belongs to that core's event loop; only
 * {@link #connections()}, {@link #channels()} and {@link #counts()} may be read from elsewhere.
 */
public final class CoreState {

    private static final VarHandle BEGUN;
    private static final VarHandle ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BEGUN = lookup.findVarHandle(CoreState.class, "requestsBegun", long.class);
            ENDED = lookup.findVarHandle(CoreState.class, "requestsEnded", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Core core;
    private final Spine spine;
    private final Set<Drainable> connections = ConcurrentHashMap.newKeySet();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private byte[] scratch = new byte[4096];
    private AsciiString dateValue = DateField.value(System.currentTimeMillis());
    private byte[] date = DateField.line(dateValue);
    private @Nullable Future<?> clock;
    // Written by the loop alone, so that a request costs no atomic operation. Read by counts().
    private long requestsBegun;
    private long requestsEnded;

    CoreState(Core core, Spine spine) {
        this.core = core;
        this.spine = spine;
    }

    /** The core. */
    public Core core() {
        return core;
    }

    /** What the listener's connections share over all cores. */
    public Spine spine() {
        return spine;
    }

    /** The open connections that speak their protocol already. */
    public Set<Drainable> connections() {
        return connections;
    }

    /** The channels of all open connections, from the moment they were accepted. */
    Set<Channel> channels() {
        return channels;
    }

    /** Takes an accepted channel in, until it is closed. */
    void accepted(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
    }

    /** Counts a request that is being dispatched. */
    public void requestBegun() {
        BEGUN.setOpaque(this, requestsBegun + 1);
    }

    /** Counts a request whose answer has ended. */
    public void requestEnded() {
        ENDED.setOpaque(this, requestsEnded + 1);
    }

    /** What goes on here. The numbers are of about the same moment. */
    CoreCounts counts() {
        long ended = (long) ENDED.getOpaque(this);
        long begun = (long) BEGUN.getOpaque(this);
        return new CoreCounts(channels.size(), begun, (int) Math.max(0, begun - ended));
    }

    /** The {@code Date} field line, at most about a second old (RFC 9110 section 6.6.1). */
    public byte[] dateLine() {
        return date;
    }

    /** The value of that field. */
    public AsciiString dateValue() {
        return dateValue;
    }

    /** Memory to encode a head in, of at least the given size; its content is undefined. */
    public byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, scratch.length * 2)];
        }
        return scratch;
    }

    /** Takes a connection in; the clock ticks while there is one. */
    public void opened(Drainable connection) {
        connections.add(connection);
        if (clock == null) {
            tick();
            clock = core.eventLoop().scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** Lets a connection go. */
    public void closed(Drainable connection) {
        connections.remove(connection);
        if (connections.isEmpty() && clock != null) {
            clock.cancel(false);
            clock = null;
        }
    }

    private void tick() {
        dateValue = DateField.value(System.currentTimeMillis());
        date = DateField.line(dateValue);
    }
}
