package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.tako.access.Admission;
import io.tako.access.ConnectionAttempt;
import io.tako.access.ConnectionFilter;
import io.tako.access.Transport;
import io.tako.http.ProxyHeader;
import io.tako.transport.admission.Passage;
import io.tako.transport.admission.ProxyGate;
import io.tako.transport.config.StreamListenerConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an accepted connection passes before its protocol: its PROXY header, and then the filters,
 * which see the client that the header tells of. On its event loop.
 */
final class Entrance implements Passage, Drainable {

    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final Ticket ticket;
    private final Channel channel;
    private final CoreState state;
    private final StreamListenerConfig config;
    private final Runnable protocol;
    private final ProxyGate gate;
    private boolean passed;

    private Entrance(
            Ticket ticket, CoreState state, StreamListenerConfig config, Runnable protocol) {
        this.ticket = ticket;
        this.channel = ticket.channel();
        this.state = state;
        this.config = config;
        this.protocol = protocol;
        this.gate = new ProxyGate(config.proxy(), ChannelConnection.remote(channel), this);
    }

    /**
     * Lets a connection enter that was accepted at this moment.
     *
     * @param protocol adds to its pipeline what it speaks
     */
    static void open(
            Ticket ticket, CoreState state, StreamListenerConfig config, Runnable protocol) {
        Channel channel = ticket.channel();
        if (config.proxy().enabled()) {
            channel.pipeline().addLast(new Entrance(ticket, state, config, protocol).gate);
        } else if (admitted(channel, state.spine(), config, null)) {
            // One too many hears so from the protocol, in its own way.
            state.tickets().admit(ticket);
            protocol.run();
        } else {
            channel.close();
        }
    }

    private static boolean admitted(
            Channel channel,
            Spine spine,
            StreamListenerConfig config,
            @Nullable ProxyHeader header) {
        if (config.filter() == ConnectionFilter.ALL) {
            return true;
        }
        SocketAddress peer = ChannelConnection.remote(channel);
        SocketAddress here = ChannelConnection.local(channel);
        if (peer == null || here == null) {
            // It was cut between the system's accept and this.
            return false;
        }
        ConnectionAttempt attempt =
                new ConnectionAttempt(
                        config.name(),
                        here instanceof InetSocketAddress ? Transport.TCP : Transport.UNIX,
                        header == null ? peer : header.source().orElse(peer),
                        header == null ? here : header.destination().orElse(here),
                        header);
        switch (decide(config.filter(), attempt)) {
            case Admission.Allowed allowed -> {
                channel.closeFuture().addListener(closed -> allowed.release().run());
                return true;
            }
            case Admission.Denied denied -> {
                spine.countDenied();
                log.debug("{} may not connect: {}", attempt.source(), denied.reason());
                return false;
            }
        }
    }

    private static Admission decide(ConnectionFilter filter, ConnectionAttempt attempt) {
        try {
            return filter.admit(attempt);
        } catch (RuntimeException e) {
            log.error("A connection filter failed", e);
            return Admission.deny("a filter failed");
        }
    }

    @Override
    public boolean opened() {
        if (!state.tickets().admit(ticket)) {
            return false;
        }
        ticket.hold(this);
        if (state.spine().draining()) {
            endUnlessHeard();
        }
        return true;
    }

    @Override
    public boolean passed(@Nullable ProxyHeader header) {
        passed = true;
        if (!admitted(channel, state.spine(), config, header)) {
            return false;
        }
        if (header != null) {
            ChannelConnection.proxied(channel, header, config.proxy().trustTls());
        }
        protocol.run();
        return true;
    }

    @Override
    public void refused(String reason) {
        state.spine().countProxyRefusal();
        log.debug("PROXY header of {} refused: {}", ChannelConnection.remote(channel), reason);
    }

    /** A header that has begun is waited for: its timeout bounds it, and the protocol drains. */
    @Override
    public void drain() {
        endUnlessHeard();
    }

    private void endUnlessHeard() {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!passed && !gate.begun()) {
                                channel.close();
                            }
                        },
                        state.spine().quiet().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public String occupation() {
        return "a PROXY header";
    }

    @Override
    public void abort() {
        channel.close();
    }
}
