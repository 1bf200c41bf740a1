package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The open connections of one listener on one core. Belongs to that core's event loop; other
 * threads may ask for the {@link #count()}.
 */
final class Tickets {

    /** Connections that are told of something between two times that the loop does other work. */
    private static final int MOST_AT_ONCE = 256;

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Tickets.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Spine spine;
    private final List<Ticket> open = new ArrayList<>();
    private int count;

    Tickets(Spine spine) {
        this.spine = spine;
    }

    /** Counts an accepted channel in, and out when it is closed. */
    Ticket take(Channel channel) {
        Ticket ticket = new Ticket(channel);
        ticket.place = open.size();
        open.add(ticket);
        counted();
        channel.closeFuture().addListener(closed -> returned(ticket));
        return ticket;
    }

    /** Gives the connection a place among those that the listener's limit allows, if it can. */
    boolean admit(Ticket ticket) {
        if (spine.admitConnection()) {
            ticket.admit();
        }
        return ticket.admitted();
    }

    private void returned(Ticket ticket) {
        Ticket last = open.removeLast();
        if (last != ticket) {
            last.place = ticket.place;
            open.set(ticket.place, last);
        }
        counted();
        if (ticket.admitted()) {
            spine.connectionClosed();
        }
    }

    private void counted() {
        COUNT.setOpaque(this, open.size());
    }

    /** How many there are. Any thread. */
    int count() {
        return (int) COUNT.getOpaque(this);
    }

    /** Does something to each that is open now, not to all in one turn of the loop. */
    void each(EventExecutor loop, Consumer<Ticket> action, CountDownLatch done) {
        some(loop, List.copyOf(open), action, done);
    }

    private void some(
            EventExecutor loop,
            List<Ticket> tickets,
            Consumer<Ticket> action,
            CountDownLatch done) {
        int now = Math.min(MOST_AT_ONCE, tickets.size());
        tickets.subList(0, now).forEach(action);
        if (now < tickets.size()) {
            List<Ticket> rest = tickets.subList(now, tickets.size());
            loop.execute(() -> some(loop, rest, action, done));
        } else {
            done.countDown();
        }
    }
}
