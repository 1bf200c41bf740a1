package io.tako.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

/**
 * The peers whose forwarding fields are believed: CIDR blocks, and whoever connects to a Unix
 * domain socket. Immutable.
 */
public final class TrustedProxies {

    /** Nobody is trusted: the client is whoever opened the connection. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

    /** The name for all peers of Unix domain sockets, which have no address to be known by. */
    public static final String UNIX = "unix";

    private final List<Cidr> blocks;
    private final boolean unix;

    private TrustedProxies(List<Cidr> blocks, boolean unix) {
        this.blocks = List.copyOf(blocks);
        this.unix = unix;
    }

    /**
     * Trusts the given peers.
     *
     * @param names such as {@code 10.0.0.0/8}, {@code ::1}, {@code 192.0.2.7} or {@code unix}
     * @throws IllegalArgumentException naming the first block that cannot be read
     */
    public static TrustedProxies of(List<String> names) {
        if (names.isEmpty()) {
            return NONE;
        }
        List<Cidr> blocks =
                names.stream().filter(name -> !name.equals(UNIX)).map(Cidr::parse).toList();
        return new TrustedProxies(blocks, names.contains(UNIX));
    }

    /** Whether nobody is trusted. */
    public boolean isEmpty() {
        return blocks.isEmpty() && !unix;
    }

    /** Whether the peer at the other end of a connection is trusted. */
    public boolean trusts(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet
                ? inet.getAddress() != null && trusts(inet.getAddress())
                : unix && peer instanceof UnixDomainSocketAddress;
    }

    /** Whether the address lies in one of the blocks. */
    public boolean trusts(InetAddress address) {
        for (Cidr block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
