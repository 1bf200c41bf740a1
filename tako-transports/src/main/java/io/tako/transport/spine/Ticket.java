package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection in the counts of its listener. It is taken when the system hands the
 * connection over, and ends with the channel: nothing that speaks on the channel counts it in or
 * out, whatever follows upon what. Belongs to the event loop.
 */
public final class Ticket {

    private static final AttributeKey<Ticket> KEY = AttributeKey.valueOf(Ticket.class, "ticket");

    private final Channel channel;
    private @Nullable Drainable holder;
    private boolean admitted;
    int place;

    Ticket(Channel channel) {
        this.channel = channel;
        channel.attr(KEY).set(this);
    }

    /** The ticket of a channel that a {@link StreamListener} has accepted. */
    public static Ticket of(Channel channel) {
        return Objects.requireNonNull(channel.attr(KEY).get(), "the channel has no ticket");
    }

    /** Whether there is room for the connection. If not, it is to be refused and closed. */
    public boolean admitted() {
        return admitted;
    }

    void admit() {
        admitted = true;
    }

    /** The connection is this one's to end from here on, and no more whoever's it was. */
    public void hold(Drainable connection) {
        holder = connection;
    }

    /** Who speaks on the connection; null until somebody does. */
    @Nullable Drainable holder() {
        return holder;
    }

    Channel channel() {
        return channel;
    }
}
