package io.tako.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Turns away peers of which too many connections are open. An IPv6 source is its network of 64 bits
 * (RFC 4291 section 2.5.4), of which one subscriber has all addresses. Sources without a connection
 * are forgotten, so there are never more entries than open connections. Peers without an IP address
 * pass uncounted, and so do datagrams, which do not stay.
 */
public final class SourceLimit implements ConnectionFilter {

    private static final int NETWORK_BYTES = 8;

    private final int max;
    private final Admission denied;
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

    private SourceLimit(int max) {
        this.max = max;
        this.denied = Admission.deny("the source has " + max + " connections");
    }

    /**
     * Allows each source so many connections.
     *
     * @param max connections open at once, at least 1
     */
    public static SourceLimit of(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= 1)");
        }
        return new SourceLimit(max);
    }

    /** Sources that have connections now. */
    int sources() {
        return open.size();
    }

    @Override
    public Admission admit(ConnectionAttempt attempt) {
        InetAddress address = attempt.sourceAddress();
        if (address == null || attempt.transport() == Transport.UDP) {
            return Admission.allow();
        }
        InetAddress source = network(address);
        boolean[] admitted = new boolean[1];
        open.compute(
                source,
                (key, count) -> {
                    int now = count == null ? 0 : count;
                    admitted[0] = now < max;
                    return admitted[0] ? now + 1 : count;
                });
        return admitted[0] ? Admission.allow(() -> release(source)) : denied;
    }

    private void release(InetAddress source) {
        open.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
