package io.tako.extract;

import io.tako.http.RequestHead;
import io.tako.http.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the client is, told by the proxies in between as far as they are trusted. The hops are walked
 * from the nearest to the farthest; the first one that is not a trusted proxy is the client. A hop
 * that does not tell an address ends the walk at the last address known.
 */
final class ClientAddress {

    private static final String FORWARDED = "Forwarded";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";

    private ClientAddress() {}

    /** The address, or null if the peer has none (a Unix domain socket) and tells of none. */
    static @Nullable InetAddress of(RequestHead head) {
        SocketAddress peer = head.connection().remoteAddress();
        InetAddress client = peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
        TrustedProxies proxies = head.settings().trustedProxies();
        if (!proxies.trusts(peer)) {
            return client;
        }
        List<String> forwarded = head.headers(FORWARDED);
        List<@Nullable InetAddress> hops =
                forwarded.isEmpty()
                        ? ForwardedHops.plain(head.headers(X_FORWARDED_FOR))
                        : ForwardedHops.standard(forwarded);
        for (InetAddress hop : hops) {
            if (hop == null) {
                break;
            }
            client = hop;
            if (!proxies.trusts(client)) {
                break;
            }
        }
        return client;
    }
}
