package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AttributeKey;
import io.tako.http.Connection;
import io.tako.http.ProxyHeader;
import io.tako.http.ProxySsl;
import io.tako.runtime.UnixAddress;
import io.tako.runtime.UnixPeer;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection as handlers see it: facts copied when its protocol began. */
public final class ChannelConnection implements Connection {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AttributeKey<Tls> SESSION =
            AttributeKey.valueOf(ChannelConnection.class, "session");
    private static final AttributeKey<Tls> BALANCER_SESSION =
            AttributeKey.valueOf(ChannelConnection.class, "balancerSession");
    private static final AttributeKey<ProxyHeader> PROXY =
            AttributeKey.valueOf(ChannelConnection.class, "proxy");
    private static final AttributeKey<UnixDomainSocketAddress> UNIX =
            AttributeKey.valueOf(ChannelConnection.class, "unix");
    private static final UnixDomainSocketAddress NAMELESS = UnixDomainSocketAddress.of("");

    private final long id = COUNT.incrementAndGet();
    private final SocketAddress remote;
    private final SocketAddress local;
    private final String protocol;
    private final int core;
    private final boolean encrypted;
    private final @Nullable Tls tls;
    private final @Nullable ProxyHeader proxy;
    private final @Nullable Peer peer;

    /** Copies the facts of an accepted channel. */
    public ChannelConnection(Channel channel, String protocol, int core) {
        ProxyHeader header = channel.attr(PROXY).get();
        SocketAddress from = remote(channel);
        SocketAddress here = local(channel);
        Tls session = channel.attr(SESSION).get();
        this.proxy = header;
        this.remote = header == null ? from : header.source().orElse(from);
        this.local = header == null ? here : header.destination().orElse(here);
        this.peer = channel.attr(UNIX).get() == null ? null : peer(channel);
        this.protocol = protocol;
        this.core = core;
        this.encrypted = session != null;
        this.tls = session == null ? channel.attr(BALANCER_SESSION).get() : session;
    }

    /** Notes by which Unix socket a channel came in, before its protocol begins. */
    static void arrivedBy(Channel channel, UnixAddress address) {
        channel.attr(UNIX).set(address.toJdk());
    }

    /** The address of who is at the other end of the socket. */
    static SocketAddress remote(Channel channel) {
        return channel.attr(UNIX).get() == null ? channel.remoteAddress() : NAMELESS;
    }

    /** The address of this end of the socket. */
    static SocketAddress local(Channel channel) {
        UnixDomainSocketAddress unix = channel.attr(UNIX).get();
        return unix == null ? channel.localAddress() : unix;
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

    /**
     * Notes the header that a channel began with, before anything else begins.
     *
     * @param trustTls whether the client's TLS is believed to be as it tells
     */
    static void proxied(Channel channel, ProxyHeader header, boolean trustTls) {
        channel.attr(PROXY).set(header);
        if (trustTls) {
            header.ssl()
                    .filter(ProxySsl::used)
                    .ifPresent(ssl -> channel.attr(BALANCER_SESSION).set(session(header, ssl)));
        }
    }

    private static Tls session(ProxyHeader header, ProxySsl ssl) {
        return new Tls(
                ssl.version().orElse(""),
                ssl.cipher().orElse(""),
                header.authority().orElse(""),
                ssl.clientCertificate().map(List::of).orElse(List.of()));
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

    /** Whether bytes are encrypted on this channel, whatever a balancer tells of its own. */
    public boolean encrypted() {
        return encrypted;
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
    public Optional<ProxyHeader> proxy() {
        return Optional.ofNullable(proxy);
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
