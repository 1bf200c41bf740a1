package io.tako.http;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A block of IP addresses (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param network the first address of the block; host bits are zero
 * @param prefix how many leading bits all addresses of the block share
 */
public record Cidr(InetAddress network, int prefix) {

    /** Of an IPv4 address in IPv6 (RFC 4291 section 2.5.5.2), before the address itself. */
    private static final int MAPPED_BITS = 96;

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "prefix length: " + prefix + " (expected: 0 to " + bits + ")");
        }
    }

    /**
     * Reads a block or a single address. An IPv4 block written as IPv6 ({@code
     * ::ffff:10.0.0.0/104}) is the IPv4 block, as such an address is the IPv4 address. Never asks a
     * name server.
     *
     * @throws IllegalArgumentException with the offending text
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress network = InetAddress.ofLiteral(address.strip());
            int bits = network.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1).strip());
            boolean mapped = network instanceof Inet4Address && address.indexOf(':') >= 0;
            return new Cidr(network, mapped && slash >= 0 ? prefix - MAPPED_BITS : prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a CIDR block (expected: such as 10.0.0.0/8 or ::1)",
                    e);
        }
    }

    /** Whether the address lies in this block; an address of the other family never does. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ theirs[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }
}
