package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AttributeKey;
import io.tako.http.Connection;
import io.tako.runtime.UnixAddress;
import io.tako.runtime.UnixPeer;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection as handlers see it: facts copied when it was accepted. */
public final class ChannelConnection implements Connection {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AttributeKey<Tls> SESSION =
            AttributeKey.valueOf(ChannelConnection.class, "session");
    private static final AttributeKey<UnixDomainSocketAddress> UNIX =
            AttributeKey.valueOf(ChannelConnection.class, "unix");
    private static final UnixDomainSocketAddress NAMELESS = UnixDomainSocketAddress.of("");

    private final long id = COUNT.incrementAndGet();
    private final SocketAddress remote;
    private final SocketAddress local;
    private final String protocol;
    private final int core;
    private final @Nullable Tls tls;
    private final @Nullable Peer peer;

    /** Copies the facts of an accepted channel. */
    public ChannelConnection(Channel channel, String protocol, int core) {
        UnixDomainSocketAddress unix = channel.attr(UNIX).get();
        this.remote = unix == null ? channel.remoteAddress() : NAMELESS;
        this.local = unix == null ? channel.localAddress() : unix;
        this.peer = unix == null ? null : peer(channel);
        this.protocol = protocol;
        this.core = core;
        this.tls = channel.attr(SESSION).get();
    }

    /** Notes by which Unix socket a channel came in, before its protocol begins. */
    static void arrivedBy(Channel channel, UnixAddress address) {
        channel.attr(UNIX).set(address.toJdk());
    }

    private static @Nullable Peer peer(Channel channel) {
        PeerCredentials told = UnixPeer.of(channel);
        return told == null
                ? null
                : new Peer(told.pid(), told.uid(), told.gids().length > 0 ? told.gids()[0] : -1);
    }

    /** Notes the session of a channel whose handshake has ended, before its protocol begins. */
    public static void secure(Channel channel, Tls session) {
        channel.attr(SESSION).set(session);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public boolean secure() {
        return tls != null;
    }

    @Override
    public int core() {
        return core;
    }

    @Override
    public Optional<Tls> tls() {
        return Optional.ofNullable(tls);
    }

    @Override
    public Optional<Peer> peer() {
        return Optional.ofNullable(peer);
    }

    @Override
    public String toString() {
        return "connection " + id + " from " + (remote == NAMELESS ? local : remote);
    }
}
