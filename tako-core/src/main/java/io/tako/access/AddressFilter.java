package io.tako.access;

import io.tako.http.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets peers in by their IP addresses. Who is on the deny list is turned away; where there is an
 * allow list, so is who is not on it. An IPv4 address written as IPv6 ({@code ::ffff:192.0.2.1}) is
 * the IPv4 address. Peers of Unix domain sockets pass: permissions of files say who they are.
 */
public final class AddressFilter implements ConnectionFilter {

    private static final Admission LISTED = Admission.deny("the source is on the deny list");
    private static final Admission NOT_LISTED =
            Admission.deny("the source is not on the allow list");

    private final List<Cidr> allow;
    private final List<Cidr> deny;

    private AddressFilter(List<Cidr> allow, List<Cidr> deny) {
        this.allow = allow;
        this.deny = deny;
    }

    /**
     * Filters by both lists.
     *
     * @param allow addresses and CIDR blocks; empty lets in everybody who is not denied
     * @param deny addresses and CIDR blocks; it wins over the other list
     * @throws IllegalArgumentException naming the first entry that cannot be read
     */
    public static AddressFilter of(List<String> allow, List<String> deny) {
        return new AddressFilter(blocks(allow), blocks(deny));
    }

    private static List<Cidr> blocks(List<String> list) {
        return list.stream().map(Cidr::parse).toList();
    }

    @Override
    public Admission admit(ConnectionAttempt attempt) {
        if (attempt.transport() == Transport.UNIX) {
            return Admission.allow();
        }
        InetAddress source = attempt.sourceAddress();
        if (within(deny, source)) {
            return LISTED;
        }
        return allow.isEmpty() || within(allow, source) ? Admission.allow() : NOT_LISTED;
    }

    private static boolean within(List<Cidr> blocks, @Nullable InetAddress address) {
        if (address != null) {
            for (Cidr block : blocks) {
                if (block.contains(address)) {
                    return true;
                }
            }
        }
        return false;
    }
}
