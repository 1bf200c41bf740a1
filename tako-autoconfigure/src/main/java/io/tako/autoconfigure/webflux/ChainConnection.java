package io.tako.autoconfigure.webflux;

import io.tako.http.Connection;
import io.tako.http.ProxyHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * A connection as what came before the route says it is: the peer and the scheme may be those that
 * a forwarding proxy tells of.
 */
record ChainConnection(Connection wire, SocketAddress remoteAddress, boolean secure)
        implements Connection {

    /** The connection of a request that the chain may have changed. */
    static Connection of(ServerHttpRequest request, Connection wire) {
        String scheme = request.getURI().getScheme();
        boolean secure = scheme == null ? wire.secure() : scheme.equals("https");
        SocketAddress remote = remote(request.getRemoteAddress(), wire.remoteAddress());
        return secure == wire.secure() && remote.equals(wire.remoteAddress())
                ? wire
                : new ChainConnection(wire, remote, secure);
    }

    /** Forwarding fields name addresses, which Spring leaves as unresolved host names. */
    private static SocketAddress remote(@Nullable InetSocketAddress told, SocketAddress wire) {
        if (told == null) {
            return wire;
        }
        if (!told.isUnresolved()) {
            return told;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(told.getHostString());
            return new InetSocketAddress(address, told.getPort());
        } catch (IllegalArgumentException e) {
            return told;
        }
    }

    @Override
    public long id() {
        return wire.id();
    }

    @Override
    public SocketAddress localAddress() {
        return wire.localAddress();
    }

    @Override
    public String protocol() {
        return wire.protocol();
    }

    @Override
    public int core() {
        return wire.core();
    }

    @Override
    public Optional<Tls> tls() {
        return wire.tls();
    }

    @Override
    public Optional<ProxyHeader> proxy() {
        return wire.proxy();
    }

    @Override
    public Optional<Peer> peer() {
        return wire.peer();
    }
}
