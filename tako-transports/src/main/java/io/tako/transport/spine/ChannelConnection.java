package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.tako.http.Connection;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection as handlers see it: facts copied when it was accepted. */
public final class ChannelConnection implements Connection {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AttributeKey<Tls> SESSION =
            AttributeKey.valueOf(ChannelConnection.class, "session");

    private final long id = COUNT.incrementAndGet();
    private final SocketAddress remote;
    private final SocketAddress local;
    private final String protocol;
    private final int core;
    private final @Nullable Tls tls;

    /** Copies the facts of an accepted channel. */
    public ChannelConnection(Channel channel, String protocol, int core) {
        this.remote = channel.remoteAddress();
        this.local = channel.localAddress();
        this.protocol = protocol;
        this.core = core;
        this.tls = channel.attr(SESSION).get();
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
    public String toString() {
        return "connection " + id + " from " + remote;
    }
}
