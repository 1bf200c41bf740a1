package io.tako.autoconfigure.webflux;

import io.tako.extract.Extractors;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/**
 * Forwarding fields (RFC 7239 and {@code X-Forwarded-*}) as far as trusted proxies sent them: host,
 * scheme and prefix of the request, and the first address on the way here that is no trusted
 * proxy's as the client's. Fields that anyone else sent are taken out.
 */
final class TrustedForwarding extends ForwardedHeaderTransformer {

    private final RouterSettings settings;
    private final ForwardedHeaderTransformer removal = new ForwardedHeaderTransformer();

    /**
     * @param settings name the trusted proxies
     */
    TrustedForwarding(RouterSettings settings) {
        this.settings = settings;
        this.removal.setRemoveOnly(true);
    }

    @Override
    public ServerHttpRequest apply(ServerHttpRequest request) {
        if (!hasForwardedHeaders(request)) {
            return request;
        }
        SocketAddress peer = peer(request);
        if (peer == null || !settings.trustedProxies().trusts(peer)) {
            return removal.apply(request);
        }
        InetAddress client = client(request);
        ServerHttpRequest seen = super.apply(request);
        if (client == null) {
            return seen;
        }
        int port = port(peer);
        InetSocketAddress told = seen.getRemoteAddress();
        if (told != null && client.equals(literal(told.getHostString()))) {
            port = told.getPort();
        }
        return seen.mutate().remoteAddress(new InetSocketAddress(client, port)).build();
    }

    /** The address that a proxy has told, which Spring leaves unresolved. */
    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** The peer, also one that has no address of the network. */
    private static @Nullable SocketAddress peer(ServerHttpRequest request) {
        return request instanceof AbstractServerHttpRequest server
                        && server.getNativeRequest() instanceof Exchange exchange
                ? exchange.connection().remoteAddress()
                : request.getRemoteAddress();
    }

    private static int port(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private @Nullable InetAddress client(ServerHttpRequest request) {
        if (request instanceof AbstractServerHttpRequest server
                && server.getNativeRequest() instanceof Exchange exchange) {
            Request head = Request.unmatched(exchange, settings);
            Optional<InetAddress> client = Extractors.clientIp().optional().extract(head);
            return client.orElse(null);
        }
        return null;
    }
}
