package io.tako.runtime;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the sockets of one listener of datagrams are set up.
 *
 * @param sockets how many there are; 0, the default, is one per core in the per-core runtime where
 *     the system balances them, and one else. Several share the port by {@code SO_REUSEPORT}, and
 *     the system deals datagrams to them by sender
 * @param receiveBuffer bytes of each socket's receive buffer; null for the system's choice. The
 *     system's own bound ({@code net.core.rmem_max} on Linux) applies
 * @param sendBuffer bytes of each socket's send buffer; null for the system's choice
 * @param maxPayload the largest datagram in bytes, 1 to 65,507. One more is received of what is
 *     larger, so that it can be told
 * @param groups the multicast groups that are joined; there is one socket then, because each would
 *     get every datagram
 */
public record DatagramOptions(
        int sockets,
        @Nullable Integer receiveBuffer,
        @Nullable Integer sendBuffer,
        int maxPayload,
        List<Group> groups) {

    /** The largest payload of a datagram over IPv4 (RFC 768, RFC 791). */
    public static final int LARGEST_PAYLOAD = 65_507;

    /**
     * A multicast group.
     *
     * @param address its address
     * @param networkInterface where it is joined
     */
    public record Group(InetAddress address, NetworkInterface networkInterface) {
        public Group {
            if (!address.isMulticastAddress()) {
                throw new IllegalArgumentException(
                        "group: " + address.getHostAddress() + " (expected: a multicast address)");
            }
        }
    }

    /**
     * @throws IllegalArgumentException if a value is out of its bounds, or several sockets are to
     *     join a group
     */
    public DatagramOptions {
        groups = List.copyOf(groups);
        require("sockets", sockets, 0, 1024);
        require("maxPayload", maxPayload, 1, LARGEST_PAYLOAD);
        if (receiveBuffer != null) {
            require("receiveBuffer", receiveBuffer, 1, Integer.MAX_VALUE);
        }
        if (sendBuffer != null) {
            require("sendBuffer", sendBuffer, 1, Integer.MAX_VALUE);
        }
        if (sockets > 1 && !groups.isEmpty()) {
            throw new IllegalArgumentException(
                    "sockets: " + sockets + " (expected: 1 where groups are joined)");
        }
    }

    /** As many sockets as suit the runtime, the system's buffers, 2 KiB of payload, no groups. */
    public static DatagramOptions defaults() {
        return new DatagramOptions(0, null, null, 2048, List.of());
    }

    /** The same with another number of sockets. */
    public DatagramOptions withSockets(int other) {
        return new DatagramOptions(other, receiveBuffer, sendBuffer, maxPayload, groups);
    }

    /** The same with another receive buffer. */
    public DatagramOptions withReceiveBuffer(@Nullable Integer bytes) {
        return new DatagramOptions(sockets, bytes, sendBuffer, maxPayload, groups);
    }

    /** The same with another largest payload. */
    public DatagramOptions withMaxPayload(int bytes) {
        return new DatagramOptions(sockets, receiveBuffer, sendBuffer, bytes, groups);
    }

    /** The same with these groups. */
    public DatagramOptions withGroups(List<Group> others) {
        return new DatagramOptions(sockets, receiveBuffer, sendBuffer, maxPayload, others);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
