package io.tako.transport.spine;

import io.netty.channel.Channel;
import io.tako.http.Connection;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A connection as handlers see it: facts copied when it was accepted. */
public final class ChannelConnection implements Connection {

    private static final AtomicLong COUNT = new AtomicLong();

    private final long id = COUNT.incrementAndGet();
    private final SocketAddress remote;
    private final SocketAddress local;
    private final String protocol;
    private final int core;

    /** Copies the facts of an accepted channel. */
    public ChannelConnection(Channel channel, String protocol, int core) {
        this.remote = channel.remoteAddress();
        this.local = channel.localAddress();
        this.protocol = protocol;
        this.core = core;
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
        return false;
    }

    @Override
    public int core() {
        return core;
    }

    @Override
    public Optional<Tls> tls() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "connection " + id + " from " + remote;
    }
}
