package io.tako.http;

import java.net.InetAddress;
import java.util.List;

/** The addresses whose forwarding fields are believed, as CIDR blocks. Immutable. */
public final class TrustedProxies {

    /** Nobody is trusted: the client is whoever opened the connection. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Cidr> blocks;

    private TrustedProxies(List<Cidr> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Trusts the given blocks.
     *
     * @param cidrs such as {@code 10.0.0.0/8}, {@code ::1} or {@code 192.0.2.7}
     * @throws IllegalArgumentException naming the first block that cannot be read
     */
    public static TrustedProxies of(List<String> cidrs) {
        return cidrs.isEmpty()
                ? NONE
                : new TrustedProxies(cidrs.stream().map(Cidr::parse).toList());
    }

    /** Whether nobody is trusted. */
    public boolean isEmpty() {
        return blocks.isEmpty();
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
